# Calls spread over ten thousand functions of ten tasks each, beside those spread over three.

. "$here/calls.sh"

declare -A functions=([few]=3 [many]=10000)
tasks_each=10
address[few]=127.0.0.1:9140
address[many]=127.0.0.1:9150

measure_functions() {
    # More than stack.yml gives it: see docs/operations.md.
    local round name gateway_memory=1g
    stop_contestants
    prepare_work
    for name in few many; do write_functions "$name"; done
    run functions ${program[nginx]} -p "$work" -e stderr -c "$here/functions.conf"
    start_gateway few 9141 9022
    start_gateway many 9151 9023
    for name in few many; do await_functions "$name"; done
    # Longer than for other parts: the first call of each function resolves its route.
    for name in few many few many; do spread_calls "$name" $((4 * seconds)); done
    for ((round = 1; round <= rounds; round++)); do
        for name in few many; do saturate_functions "$name"; done
    done
    for name in few many; do echo "$name $(resident "${pid[$name]}" VmRSS)" | tee -a functions_resident; done
    stop_contestants
}

# write_functions NAME: the services and tasks of its Swarm; every task has an address of its own.
write_functions() {
    mkdir "$1"
    awk -v functions="${functions[$1]}" -v each=$tasks_each -v own="$own" -v folder="$1" '
        function task(id, service, container, address) {
            return "{\"ID\":\"" id "\",\"ServiceID\":\"" service "\",\"NodeID\":\"node\",\"Slot\":1,\"DesiredState\":\"running\"," \
                "\"Status\":{\"State\":\"running\",\"ContainerStatus\":{\"ContainerID\":\"" container "\"}}," \
                "\"NetworksAttachments\":[{\"Network\":{\"ID\":\"net\",\"Spec\":{\"Name\":\"functions\"}},\"Addresses\":[\"" address "/8\"]}]}"
        }
        BEGIN {
            services = folder "/services.json"; tasks = folder "/tasks.json"
            printf "[" >services; printf "[" >tasks
            for (i = 0; i < functions; i++) {
                printf "%s{\"ID\":\"s%d\",\"Version\":{\"Index\":1},\"Spec\":{\"Name\":\"f%d\",\"Labels\":{\"faas.name\":\"f%d\",\"faas.port\":\"9021\"}," \
                    "\"TaskTemplate\":{\"ContainerSpec\":{}},\"Mode\":{\"Replicated\":{\"Replicas\":%d}}}}", i ? "," : "", i, i, i, each >services
                for (j = 0; j < each; j++) {
                    n = i * each + j
                    print task("t" n, "s" i, "c" n, "127." 1 + int(n / 62500) "." int(n / 250) % 250 "." 1 + n % 250) "," >tasks
                }
            }
            print "]" >services; print task("own", "own", own, "127.0.0.1") "]" >tasks
        }'
}

await_functions() {
    local deadline=$((SECONDS + 60))
    until [[ $(curl -fs --max-time 1 "http://${address[$1]}/f$((functions[$1] - 1))/") == 3 ]]; do
        ((SECONDS < deadline)) || { tail -n 5 "$1.log" "$1.err" functions.err >&2 && die "The gateway of $1 functions does not answer."; }
        sleep 0.1
    done
}

# spread_calls NAME SECONDS
spread_calls() { wrk -t1 -c$connections -d"$2s" -s "$here/spread.lua" "http://${address[$1]}/" -- "${functions[$1]}" >wrk.out; }

# saturate_functions NAME: a line "name calls/s µs failures" goes to functions_saturation.
saturate_functions() {
    local name=$1 before after
    before=$(ticks "${pid[$name]}")
    spread_calls "$name" $seconds
    after=$(ticks "${pid[$name]}")
    empty_log "$name"
    cost_of_calls "$name" $((after - before)) <wrk.out | tee -a functions_saturation
}

tell_functions() {
    local name
    echo "Machine, for the clients, the gateway and the tasks together: $(machine)."
    echo "Before the first round it had a load of $load. gateway on $("$JAVA_HOME/bin/java" --version | head -n 1)."
    echo
    echo "| functions of $tasks_each tasks | calls/s | × few | own CPU per call | failed | resident |"
    echo "| --- | --- | --- | --- | --- | --- |"
    for name in few many; do
        echo "| ${functions[$name]} | $(figures functions_saturation "$name" 2 | median) | $(ratio functions_saturation "$name" 2 few)" \
            "| $(figures functions_saturation "$name" 3 | median) µs | $(figures functions_saturation "$name" 4 | sum)" \
            "| $(figures functions_resident "$name" 2 | awk '{ printf "%d", $1 / 1024 }') MiB |"
    done
}
