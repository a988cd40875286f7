# What the callers of a fast function see while another one has two thousand slow calls.

. "$here/calls.sh"

slow_calls=2000
other_calls_per_second=2000
fairness_contestants=(gateway haproxy nginx)

measure_fairness() {
    local round name
    start_contestants
    for ((round = 0; round <= rounds; round++)); do
        for name in "${fairness_contestants[@]}"; do beside_slow_calls "$name"; done
        # The first round only warms up.
        ((round > 0)) || rm fairness slow
    done
}

# beside_slow_calls NAME: lines "name-alone|name-beside p50 p99 failures" in ms go to fairness, "name completed failed" to slow.
beside_slow_calls() {
    local name=$1 slow
    steady_calls "$name" "$name-alone"
    wrk -t1 -c$slow_calls -d$((seconds + 6))s --timeout 20s "$(url "$name" slow)" >slow.out &
    slow=$!
    # Until all have connected and the first have been answered.
    sleep 3
    steady_calls "$name" "$name-beside"
    wait $slow
    awk -v name="$name" '/requests in/ { calls = $1 } /Non-2xx/ { failed += $NF }
        /Socket errors/ { gsub(/[^0-9 ]/, ""); failed += $1 + $2 + $3 + $4 } END { print name, calls, failed + 0 }' slow.out | tee -a slow
    empty_log "$name"
}

# steady_calls NAME AS
steady_calls() {
    rm -f calls
    h2load --h1 -t1 -c$connections --rps=$((other_calls_per_second / connections)) -D "$seconds" --log-file=calls "$(url "$1")" >h2load.out
    time_of_calls "$2" <calls | tee -a fairness
}

tell_fairness() {
    local name
    setting haproxy nginx
    echo
    echo "| $other_calls_per_second calls/s | p50 | p99 | beside $slow_calls slow calls: p50 | p99 | p99 × haproxy | failed | slow calls completed | failed |"
    echo "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    for name in "${fairness_contestants[@]}"; do
        echo "| $name | $(spread fairness "$name-alone" 2 %.2f) ms | $(spread fairness "$name-alone" 3 %.2f) ms" \
            "| $(spread fairness "$name-beside" 2 %.2f) ms | $(spread fairness "$name-beside" 3 %.2f) ms" \
            "| $(ratio fairness "$name-beside" 3 haproxy-beside) | $(figures fairness "$name-beside" 4 | sum)" \
            "| $(figures slow "$name" 2 | sum) | $(figures slow "$name" 3 | sum) |"
    done
}
