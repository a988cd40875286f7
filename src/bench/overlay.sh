# The cost of a small call on a real Swarm: gateway, haproxy, tasks and clients are containers on one overlay network.

. "$here/calls.sh"
. "$here/engine.sh"

peers_image=faas/bench:latest
declare -A overlay_url=(
    [gateway]=http://faas-bench-gateway:8080/echo
    [haproxy]=http://faas-bench-haproxy:8080/
)

measure_overlay() {
    local round name
    stop_contestants
    make_network
    prepare_peers haproxy
    mkdir -p "$peers"
    say "building $peers_image"
    docker build -q --network=host -t "$peers_image" "$here/overlay" >build.log 2>&1 || { tail -n 5 build.log >&2 && die "$peers_image could not be built."; }
    service echo --replicas 3 --label faas.name=echo --label faas.port=8080 "$peers_image" nginx -c /bench/replica.conf
    # Logs go to a file, as over loopback: what the Engine does with them is nobody's own cost.
    service gateway --mount "type=bind,source=$FAAS_DOCKER_SOCKET,target=/var/run/docker.sock,readonly" --limit-memory 512M \
        --entrypoint 'bash -c' "$gateway_image" 'exec /gateway/gateway >/tmp/log'
    service haproxy --mount "type=bind,source=$peers,target=$peers,readonly" \
        "$peers_image" bash -c "exec ${program[haproxy]} -db -f /bench/haproxy.cfg >/tmp/log"
    service clients "$peers_image" sleep infinity
    for name in gateway haproxy; do overlay_pid[$name]=$(docker inspect --format '{{.State.Pid}}' "$(container "$name")"); done
    grep -qs haproxy "/proc/${overlay_pid[haproxy]}/cmdline" || die "This part needs an Engine on this machine, to read what its processes use."
    for name in gateway haproxy; do
        await_overlay "$name"
        call wrk -t1 -c$connections -d8s "${overlay_url[$name]}" >/dev/null
    done
    for ((round = 1; round <= rounds; round++)); do
        for name in gateway haproxy; do overlay_saturate "$name"; done
    done
    overlay_half=$(($(figures overlay_saturation haproxy 2 | median | cut -d. -f1) / 2 / 1000 * 1000))
    for ((round = 1; round <= rounds; round++)); do
        for name in gateway haproxy; do overlay_pace "$name"; done
    done
}

declare -A overlay_pid

# service NAME OPTIONS… IMAGE COMMAND…: on the network, with no virtual IP in front.
service() {
    local name=$network-$1
    shift
    docker service create --quiet --no-resolve-image --name "$name" --label "$network" --network "$network" --endpoint-mode dnsrr "$@" >/dev/null
}

container() { docker ps --quiet --filter "label=com.docker.swarm.service.name=$network-$1"; }

call() { docker exec "$(container clients)" "$@"; }

await_overlay() {
    local deadline=$((SECONDS + 30))
    until call wrk -t1 -c1 -d1s "${overlay_url[$1]}" | awk '/requests in/ { good = $1 } /Non-2xx/ { good = 0 } END { exit !good }'; do
        ((SECONDS < deadline)) || die "$1 does not answer on the network."
    done
}

overlay_saturate() {
    local name=$1 before after
    before=$(ticks "${overlay_pid[$name]}")
    call wrk -t1 -c$connections -d"${seconds}s" "${overlay_url[$name]}" >wrk.out
    after=$(ticks "${overlay_pid[$name]}")
    cost_of_calls "$name" $((after - before)) <wrk.out | tee -a overlay_saturation
}

overlay_pace() {
    local name=$1
    call sh -c "rm -f /tmp/calls; h2load --h1 -t1 -c$connections --rps=$((overlay_half / connections)) -D $seconds --log-file=/tmp/calls ${overlay_url[$name]} >/dev/null; cat /tmp/calls" |
        time_of_calls "$name" | tee -a overlay_latency
}

tell_overlay() {
    echo "Machine, for everyone together: $(machine). Before the first round it had a load of $load."
    echo "Docker Engine $(docker version --format '{{.Server.Version}}'); $(peer_versions haproxy)."
    echo
    table_of_cost overlay_saturation gateway haproxy
    echo
    table_of_time overlay_latency "$overlay_half" gateway haproxy
}
