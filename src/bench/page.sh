# What callers notice of people who watch the page, of a gateway with many functions.

. "$here/functions.sh"

functions[watched]=500
address[watched]=127.0.0.1:9180
watchers=32
watched_calls_per_second=5000

measure_page() {
    local round tasks_each=20
    stop_contestants
    prepare_work
    write_functions watched
    run functions ${program[nginx]} -p "$work" -e stderr -c "$here/functions.conf"
    start_gateway watched 9181 9024
    await_functions watched
    for ((round = 0; round <= rounds; round++)); do
        watch_calls alone
        open_pages
        watch_calls watched
        close_pages
        # The first round only warms up.
        ((round > 0)) || rm page_latency page_cost
    done
    stop_contestants
}

# The stream that the page opens: the whole state, then what changes, every second.
open_pages() {
    local i
    for ((i = 0; i < watchers; i++)); do
        # The gateway makes so many pages at a time, and asks further clients to come back.
        curl -sN -o "page$i.out" --retry 5 --max-time 60 "http://127.0.0.1:9181/ui/events" &
        pages[i]=$!
    done
    sleep 4
}

close_pages() {
    local i
    kill "${pages[@]}"
    wait "${pages[@]}" || true
    for ((i = 0; i < watchers; i++)); do
        grep -q '^data:' "page$i.out" || die "A watcher of the page saw nothing."
    done
}

# watch_calls AS: lines "as p50 p99 failures" in ms go to page_latency, "as µs" of own CPU for each call to page_cost.
watch_calls() {
    local before after
    rm -f calls
    before=$(ticks "${pid[watched]}")
    h2load --h1 -t1 -c$connections --rps=$((watched_calls_per_second / connections)) -D "$seconds" --log-file=calls \
        "http://${address[watched]}/f7/" >h2load.out
    after=$(ticks "${pid[watched]}")
    empty_log watched
    awk -v name="$1" -v ticks=$((after - before)) -v hz="$(getconf CLK_TCK)" \
        'END { printf "%s %.1f\n", name, ticks / hz * 1e6 / NR }' calls >>page_cost
    time_of_calls "$1" <calls | tee -a page_latency
}

tell_page() {
    local name
    echo "Machine, for the clients, the gateway and the tasks together: $(machine)."
    echo "Before the first round it had a load of $load. gateway on $("$JAVA_HOME/bin/java" --version | head -n 1)."
    echo
    echo "| $watched_calls_per_second calls/s | p50 | p99 | p99 × alone | own CPU per call | failed |"
    echo "| --- | --- | --- | --- | --- | --- |"
    for name in alone watched; do
        echo "| $name | $(spread page_latency "$name" 2 %.3f) ms | $(spread page_latency "$name" 3 %.3f) ms" \
            "| $(ratio page_latency "$name" 3 alone) | $(figures page_cost "$name" 2 | median) µs | $(figures page_latency "$name" 4 | sum) |"
    done
}
