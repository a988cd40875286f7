# The cost of a small call, at saturation and at a steady rate.

seconds=4
connections=64

measure_calls() {
    local round name
    start_contestants
    start_distribution
    start_traced
    for ((round = 1; round <= rounds; round++)); do
        for name in "${contestants[@]}" "${distribution[@]}" gateway-traced; do saturate "$name"; done
    done
    half=$(($(figures saturation haproxy 2 | median | cut -d. -f1) / 2 / 1000 * 1000))
    for ((round = 1; round <= rounds; round++)); do
        for name in "${contestants[@]}" "${distribution[@]}" gateway-traced; do pace "$name" "$half"; done
    done
}

# A gateway that records a trace of every call, for a collector that takes them and does nothing.
start_traced() {
    start_gateway gateway-traced 9161 9004 OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:9001
    warm_up gateway-traced gateway-traced
}

# saturate NAME: as many calls as it takes; a line "name calls/s µs failures" goes to saturation.
saturate() {
    local name=$1 before after
    before=$(ticks "${pid[$name]}")
    wrk -t1 -c$connections -d"${seconds}s" "$(url "$name")" >wrk.out
    after=$(ticks "${pid[$name]}")
    empty_log "$name"
    cost_of_calls "$name" $((after - before)) <wrk.out | tee -a saturation
}

# cost_of_calls NAME TICKS: of what wrk says.
cost_of_calls() {
    awk -v name="$1" -v ticks="$2" -v hz="$(getconf CLK_TCK)" '
        /requests in/ { calls = $1 }
        /Requests\/sec/ { rate = $2 }
        /Non-2xx/ { failed += $NF }
        /Socket errors/ { gsub(/[^0-9 ]/, ""); failed += $1 + $2 + $3 + $4 }
        END { printf "%s %.0f %.2f %d\n", name, rate, ticks / hz * 1e6 / calls, failed }'
}

# pace NAME CALLS_PER_SECOND: a steady stream; a line "name p50 p99 failures" in ms goes to latency.
pace() {
    local name=$1 rate=$2
    rm -f calls
    h2load --h1 -t1 -c$connections --rps=$((rate / connections)) -D "$seconds" --log-file=calls "$(url "$name")" >h2load.out
    empty_log "$name"
    time_of_calls "$name" <calls | tee -a latency
}

# time_of_calls NAME: of what h2load logs.
time_of_calls() {
    sort -n -k3,3 | awk -v name="$1" '
        { micros[NR] = $3; failed += $2 != 200 }
        END { printf "%s %.3f %.3f %d\n", name, micros[int((NR + 1) / 2)] / 1e3, micros[int(NR * 0.99) + 1] / 1e3, failed }'
}

tell_calls() {
    local peers=("${contestants[@]:1}" "${distribution[@]}")
    local everyone=(gateway gateway-traced "${peers[@]}")
    setting "${peers[@]}"
    echo "$(wrk -v 2>&1 | sed -nE 's/^(wrk [^ ]+).*/\1/p'); $(h2load --version)."
    echo
    table_of_cost saturation "${everyone[@]}"
    echo
    table_of_time latency "$half" "${everyone[@]}"
}

# table_of_cost FILE NAME…
table_of_cost() {
    local file=$1 name
    shift
    echo "| at saturation | calls/s | × haproxy | own CPU per call | × haproxy | failed |"
    echo "| --- | --- | --- | --- | --- | --- |"
    for name in "$@"; do
        echo "| $name | $(figures "$file" "$name" 2 | median) | $(ratio "$file" "$name" 2 haproxy) | $(figures "$file" "$name" 3 | median) µs | $(ratio "$file" "$name" 3 haproxy) | $(figures "$file" "$name" 4 | sum) |"
    done
}

# table_of_time FILE CALLS_PER_SECOND NAME…
table_of_time() {
    local file=$1 rate=$2 name
    shift 2
    echo "| at $rate calls/s | p50 | p99 | failed |"
    echo "| --- | --- | --- | --- |"
    for name in "$@"; do
        echo "| $name | $(spread "$file" "$name" 2 %.3f) ms | $(spread "$file" "$name" 3 %.3f) ms | $(figures "$file" "$name" 4 | sum) |"
    done
}
