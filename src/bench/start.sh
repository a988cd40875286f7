# How soon the gateway's image is ready, in a container, and what it then has resident.

. "$here/engine.sh"

sizes=('1 256m' '2 512m')

measure_start() {
    local round size cache
    stop_contestants
    make_network
    for ((round = 0; round <= rounds; round++)); do
        for size in "${sizes[@]}"; do
            for cache in with without; do start_once $size $cache; done
        done
        # The first round only warms up the machine.
        ((round > 0)) || rm starts
    done
}

# start_once CPUS MEMORY with|without: a line "cpus-memory-cache ms-to-healthz ms-to-readyz KiB" goes to starts.
start_once() {
    local cpus=$1 memory=$2 cache=$3 said
    said=$(docker run --rm --network "$network" --cpus "$cpus" --memory "$memory" \
        --volume "$FAAS_DOCKER_SOCKET:/var/run/docker.sock:ro" --volume "$here/clock:/clock:ro" \
        --entrypoint /clock "$gateway_image" "$cache" 2>start.err) || { cat start.err >&2 && die "The gateway did not start."; }
    echo "$cpus-$memory-$cache $said" | tee -a starts
}

tell_start() {
    local size cache cpus memory name
    echo "Machine: $(machine). Before the first round it had a load of $load. Docker Engine $(docker version --format '{{.Server.Version}}')."
    echo
    echo "| container | cache of classes | start → \`/healthz\` | start → \`/readyz\` | resident, idle |"
    echo "| --- | --- | --- | --- | --- |"
    awk '{ print $1, $2, $3, $4 / 1024 }' starts >starts.mebibytes
    for size in "${sizes[@]}"; do
        read -r cpus memory <<<"$size"
        for cache in with without; do
            name=$cpus-$memory-$cache
            echo "| $cpus CPU, ${memory%m} MiB | $cache | $(spread starts "$name" 2 %d) ms | $(spread starts "$name" 3 %d) ms | $(spread starts.mebibytes "$name" 4 %d) MiB |"
        done
    done
}
