# What the parts on a real Swarm share; the Engine is the one in use.

gateway_image=${FAAS_GATEWAY_IMAGE:-faas/gateway:latest}
network=faas-bench
made_network=

make_network() {
    [[ -n ${DOCKER_HOST:-} ]] || die "This part needs a Docker Engine: run it with make bench."
    [[ -z $made_network ]] || return 0
    sweep_engine
    docker network create --driver overlay --attachable "$network" >/dev/null
    made_network=yes
}

# Also what a run that was cut off has left.
sweep_engine() {
    local deadline=$((SECONDS + 60)) services
    services=$(docker service ls --quiet --filter "label=$network")
    [[ -z $services ]] || docker service rm $services >/dev/null
    while docker network inspect "$network" &>/dev/null && ! docker network rm "$network" &>/dev/null; do
        ((SECONDS < deadline)) || die "The network $network cannot be removed: docker network inspect $network."
        sleep 0.5
    done
}
