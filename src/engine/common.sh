# What the scripts for one Engine and for three have in common. They set here, the folder of the scripts, before.

root=$(cd "$here/../.." && pwd -P)
# Everything these scripts make is in here.
folder=$root/.engine

say() { echo "$(basename "$0"): $*" >&2; }
die() { echo "$*" >&2 && exit 1; }

# short_path FOLDER LINK: unix sockets have short paths, so a checkout too deep down is reached through a link.
short_path() { node_path_fits "$1/node1" && echo "$1" || echo "$2"; }

# One change at a time; the lock is on the folder of the scripts, so that it leaves no file.
lock() {
    local tool
    for tool in flock timeout; do
        command -v "$tool" >/dev/null || die "No $tool found: install util-linux and coreutils (macOS: brew install flock coreutils)."
    done
    exec 9<"$here"
    flock -w 600 9 || die "Another make is busy with the Engine of this checkout."
}

# The command line that came with the private Engine: a newer one in PATH may refuse an Engine of this age.
use_own_cli() {
    if [[ -n ${ENGINE:-} ]]; then
        use_version "$ENGINE"
        return
    fi
    if [[ -x /usr/bin/docker && -d $folder ]]; then
        mkdir -p "$folder/bin"
        ln -sfn /usr/bin/docker "$folder/bin/docker"
    fi
    PATH=$folder/bin:$PATH
}

# Folders outside that must exist, or that a program makes in passing: those that were not there before are ours to remove.
outside=("${node_covers[@]}" /run/mount)

make_outside() {
    local place
    [[ -e $folder/made-outside ]] ||
        for place in "${outside[@]}"; do [[ -e $place ]] || echo "$place"; done >"$folder/made-outside"
    mkdir -p "${node_covers[@]}"
}

# What holds something is not only ours any more, and stays; what a node still covers would be taken from it.
remove_outside() {
    local place
    [[ -e $folder/made-outside ]] || return 0
    for place in "${node_covers[@]}"; do
        if grep -qs " $place " /proc/[0-9]*/mountinfo; then return; fi
    done
    xargs -r rmdir <"$folder/made-outside" 2>/dev/null || true
    rm "$folder/made-outside"
}

# run_with COMMAND…: runs it with what `up` starts; if started is set, that is stopped afterwards.
run_with() {
    local settings child code signalled=
    trap finish EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    "$0" up
    settings=$("$0" exports)
    eval "$settings"
    # In the background, because a foreground command would keep a signal from being handled until it ends by itself.
    "$@" &
    child=$!
    trap 'signalled=130; kill "$child" 2>/dev/null || true' INT
    trap 'signalled=143; kill "$child" 2>/dev/null || true' TERM HUP
    wait "$child" && code=0 || code=$?
    # A signal ends the first wait, and the command a little later.
    wait "$child" 2>/dev/null || true
    exit "${signalled:-$code}"
}

finish() {
    local code=$?
    trap '' INT TERM HUP
    [[ -z ${started:-} ]] || "$0" stop || code=1
    exit $code
}
