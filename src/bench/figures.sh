# What was measured: files of lines, each with a contestant's name and its figures in one round.

# figures FILE NAME COLUMN: one for each round, in their order.
figures() { awk -v name="$2" -v column="$3" '$1 == name { print $column }' "$1"; }

median() { sort -n | awk '{ value[NR] = $1 } END { print NR % 2 ? value[(NR + 1) / 2] : (value[NR / 2] + value[NR / 2 + 1]) / 2 }'; }

sum() { awk '{ n += $1 } END { print n + 0 }'; }

# spread FILE NAME COLUMN FORMAT: median (least–most).
spread() {
    figures "$@" | sort -n | awk -v format="$4" '
        { value[NR] = $1 }
        END { printf format " (" format "–" format ")", value[int((NR + 1) / 2)], value[1], value[NR] }'
}

# ratio FILE NAME COLUMN TO: against another one, round by round: median (least–most).
ratio() {
    paste <(figures "$1" "$2" "$3") <(figures "$1" "$4" "$3") | awk '{ print $1 / $2 }' | sort -n |
        awk '{ value[NR] = $1 } END { printf "%.2f (%.2f–%.2f)", value[int((NR + 1) / 2)], value[1], value[NR] }'
}

machine() { echo "$(nproc) × $(sed -nE 's/^model name\s*: //p' /proc/cpuinfo | head -n 1), Linux $(uname -r)"; }

# A process and those it started.
family() { echo "$1" $(pgrep -P "$1" || true); }

# Processor time so far, in clock ticks, of a process and of those it started.
ticks() {
    local one
    for one in $(family "$1"); do awk '{ print $14 + $15 }' "/proc/$one/stat"; done | sum
}

# resident PID FIELD: KiB of a process and of those it started; VmRSS is now, VmHWM the most since mark_resident.
resident() {
    local one
    for one in $(family "$1"); do awk -v field="$2:" '$1 == field { print $2 }' "/proc/$one/status"; done | sum
}

mark_resident() {
    local one
    for one in $(family "$1"); do echo 5 >"/proc/$one/clear_refs"; done
}

# write_block COMMAND: what is read takes the place between the command's marks on the page.
write_block() {
    TEXT=$(cat) awk -v begin="<!-- $1 writes from here -->" -v end="<!-- $1 writes up to here -->" '
        $0 == end { skip = 0; done = 1 }
        !skip { print }
        $0 == begin { print "\n" ENVIRON["TEXT"] "\n"; skip = 1 }
        END { exit !done }' "$page" >page || die "docs/benchmarks.md has no block of $1."
    cp page "$page"
}
