# One stream of 1 GiB: an answer, then an upload.

measure_streams() {
    local round name
    start_contestants
    for name in "${contestants[@]}"; do
        transfer "$name" answer warm-up
        transfer "$name" upload warm-up
        resident "${pid[$name]}" VmRSS >"$name.before"
        mark_resident "${pid[$name]}"
    done
    for ((round = 1; round <= rounds; round++)); do
        for name in "${contestants[@]}"; do transfer "$name" answer streams; done
        for name in "${contestants[@]}"; do transfer "$name" upload streams; done
    done
    for name in "${contestants[@]}"; do
        echo "$name $(($(resident "${pid[$name]}" VmHWM) - $(<"$name.before")))" | tee -a growth
    done
}

# transfer NAME answer|upload FILE: a line "name-kind MiB/s ms failures" goes to the file; ms is own CPU.
transfer() {
    local name=$1 kind=$2 before after said failed=0
    before=$(ticks "${pid[$name]}")
    case $kind in
        answer) said=$(curl -s -o /dev/null -w '%{http_code} %{size_download} %{time_total}' "$(url "$name" large)") ;;
        upload) said=$(curl -s -o /dev/null -w '%{http_code} %{size_upload} %{time_total}' -H Expect: -T large "$(url "$name" sink)") ;;
    esac || true
    after=$(ticks "${pid[$name]}")
    [[ $said == "200 $((1 << 30)) "* ]] || failed=1
    awk -v name="$name-$kind" -v seconds="${said##* }" -v ticks=$((after - before)) -v hz="$(getconf CLK_TCK)" -v failed=$failed \
        'BEGIN { printf "%s %.0f %.0f %d\n", name, 1024 / seconds, ticks / hz * 1e3, failed }' | tee -a "$3"
}

tell_streams() {
    local name kind
    setting
    echo
    echo "| 1 GiB, one stream | MiB/s | × nginx | own CPU | failed |"
    echo "| --- | --- | --- | --- | --- |"
    for kind in answer upload; do
        for name in "${contestants[@]}"; do
            echo "| $kind, $name | $(spread streams "$name-$kind" 2 %.0f) | $(ratio streams "$name-$kind" 2 "nginx-$kind") | $(figures streams "$name-$kind" 3 | median) ms | $(figures streams "$name-$kind" 4 | sum) |"
        done
    done
    echo
    echo "| resident memory grew meanwhile by at most | |"
    echo "| --- | --- |"
    for name in "${contestants[@]}"; do echo "| $name | $(figures growth "$name" 2 | awk '{ printf "%.1f", $1 / 1024 }') MiB |"; done
}
