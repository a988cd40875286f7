# The gateway and its peers, each in front of the same three tasks, over loopback.

declare -A address=(
    [gateway]=127.0.0.1:9100
    [gateway-traced]=127.0.0.1:9160
    [haproxy]=127.0.0.1:9110
    [nginx]=127.0.0.1:9120
    [caddy]=127.0.0.1:9130
    [distribution-haproxy]=127.0.0.2:9110
    [distribution-nginx]=127.0.0.2:9120
)
contestants=(gateway haproxy nginx caddy)
# What the distribution has, beside the newest.
distribution=()
# What stack.yml gives the gateway; its JVM takes what it may use from it.
gateway_memory=512m
# The gateway's container.
own=$(printf 'a%.0s' {1..64})
declare -A pid

# url NAME [large|sink|slow]: the answer of one byte, the large one, what takes bodies, or what takes seconds.
url() {
    local path=${2:-}
    # The gateway knows three functions; to the others it is a path that goes elsewhere.
    [[ $1 != gateway* || $path == sink || $path == slow ]] || path=echo/$path
    echo "http://${address[$1]}/$path"
}

finish() {
    local code=$?
    stop_contestants
    [[ -z ${made_network:-} ]] || sweep_engine
    rm -rf "$work"
    exit $code
}

stop_contestants() {
    local started
    for started in "${pid[@]}"; do kill "$started" 2>/dev/null || true; done
    wait || true
    pid=()
}

install_programs() {
    local missing=()
    command -v wrk >/dev/null || missing+=(wrk)
    command -v h2load >/dev/null || missing+=(nghttp2-client)
    command -v curl >/dev/null || missing+=(curl)
    command -v haproxy >/dev/null || missing+=(haproxy)
    command -v nginx >/dev/null || missing+=(nginx-light)
    command -v debootstrap >/dev/null || missing+=(debootstrap)
    ((${#missing[@]})) || return 0
    [[ $EUID == 0 ]] || die "make bench needs these programs first: apt-get install ${missing[*]}"
    say "installing ${missing[*]} from the distribution"
    # In a shell of its own, whose end takes back what keeps services from being started.
    (
        export DEBIAN_FRONTEND=noninteractive
        allow_no_service_start
        { apt-get -q update || true; } && apt_install "${missing[@]}"
    ) >"$work/packages.log" 2>&1 </dev/null || { tail -n 5 "$work/packages.log" >&2 && die "They could not be installed."; }
}

# run NAME COMMAND…: in the background, until the end of this script.
run() {
    local name=$1
    shift
    "$@" >>"$name.log" 2>"$name.err" </dev/null &
    pid[$name]=$!
}

# What of a Swarm the gateway reads: one service for each port of a function, and the gateway's own task.
write_swarm() {
    local own=$1 name port services='' tasks=''
    task() {
        local container='{"ContainerID":"'$3'"}' networks='[{"Network":{"ID":"net","Spec":{"Name":"functions"}},"Addresses":["127.0.0.1/8"]}]'
        echo '{"ID":"'"$1"'","ServiceID":"'"$2"'","NodeID":"node","Slot":1,"DesiredState":"running","Status":{"State":"running","ContainerStatus":'"$container"'},"NetworksAttachments":'"$networks"'}'
    }
    for port in 9001 9002 9003 9009 9010; do
        case $port in 9009) name=sink ;; 9010) name=slow ;; *) name=echo ;; esac
        services+='{"ID":"service'$port'","Version":{"Index":1},"Spec":{"Name":"'$name$port'","Labels":{"faas.name":"'$name'","faas.port":"'$port'"},"TaskTemplate":{"ContainerSpec":{}},"Mode":{"Replicated":{"Replicas":1}}}},'
        tasks+=$(task "task$port" "service$port" "container$port"),
    done
    echo "[${services%,}]" >services.json
    echo "[$tasks$(task own own "$own")]" >tasks.json
}

# The programs, and what they need of the folder; once for all parts.
prepare_work() {
    [[ ! -e $work/tmp ]] || return 0
    install_programs
    prepare_peers haproxy nginx caddy
    mkdir tmp
    chmod 755 .
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj /CN=localhost -keyout key.pem -out cert.pem 2>/dev/null
    cat cert.pem key.pem >both.pem
}

# Starts everyone and warms them up; once for all parts that need them.
start_contestants() {
    [[ -z ${pid[gateway]:-} ]] || return 0
    prepare_work
    write_swarm "$own"
    truncate -s 1G large
    # It looks for certificates beside its configuration.
    cp "$here/nginx.conf" .
    run backends ${program[nginx]} -p "$work" -e stderr -c "$here/backends.conf"
    run sink "$JAVA_HOME/bin/java" "$here/Sink.java" 9009
    run slow "$JAVA_HOME/bin/java" "$here/Slow.java" 9010
    run nginx ${program[nginx]} -p "$work" -e stderr -c "$work/nginx.conf"
    run haproxy ${program[haproxy]} -db -f "$here/haproxy.cfg"
    run caddy env HOME="$work" ${program[caddy]} run --config "$here/Caddyfile" --adapter caddyfile
    start_gateway gateway 9101 9004
    warm_up "${contestants[@]}"
    warm_up gateway
}

# start_gateway NAME ADMIN_PORT DOCKER_PORT [SETTING…]
start_gateway() {
    local options
    mapfile -t options <"$root/src/image/java.options"
    run "$1" env -i PATH="$PATH" HOSTNAME="$own" FAAS_LISTEN="${address[$1]}" FAAS_ADMIN_LISTEN=127.0.0.1:"$2" FAAS_SECRETS="$work" \
        FAAS_TLS_LISTEN="${address[$1]%:*}:$((${address[$1]##*:} + 2))" FAAS_TLS_CERT="$work/cert.pem" FAAS_TLS_KEY="$work/key.pem" \
        DOCKER_HOST=tcp://127.0.0.1:"$3" "${@:4}" "$JAVA_HOME/bin/java" "${options[@]}" -XX:MaxRAM=$gateway_memory -jar "$root/target/gateway.jar"
}

# With the configuration of the newest, on an address of their own.
start_distribution() {
    ((!${#distribution[@]})) && [[ ${program[haproxy]} != "$(command -v haproxy)" ]] || return 0
    local name
    for name in haproxy nginx; do
        distribution+=("distribution-$name")
        program[distribution-$name]=$(command -v "$name")
        sed -E "s/127\.0\.0\.1:91/127.0.0.2:91/; s/nginx\.(pid|log)/distribution-&/" "$here/$name".c* >"distribution-$name.conf"
    done
    run distribution-haproxy haproxy -db -f distribution-haproxy.conf
    run distribution-nginx nginx -p "$work" -e stderr -c "$work/distribution-nginx.conf"
    warm_up "${distribution[@]}"
}

warm_up() {
    local name
    for name in "$@"; do await_answer "$name"; done
    say "warming up $*"
    for name in "$@"; do wrk -t1 -c64 -d5s "$(url "$name")" >/dev/null; done
}

await_answer() {
    local deadline=$((SECONDS + 60)) answer
    until answer=$(curl -fs --max-time 1 "$(url "$1")") && [[ $answer == 3 ]]; do
        ((SECONDS < deadline)) || { tail -n 5 "$1.log" "$1.err" >&2 && die "$1 does not answer."; }
        sleep 0.1
    done
}

# The logs are written, but not kept.
empty_log() { : >"$1.log"; }

# versions NAME…
versions() { echo "gateway on $("$JAVA_HOME/bin/java" --version | head -n 1); $(peer_versions "$@")"; }

# setting [NAME…]: of the peers, or of those that every part has.
setting() {
    (($#)) || set -- "${contestants[@]:1}"
    echo "Machine, for the clients, the contestant and the tasks together: $(machine)."
    echo "Before the first round it had a load of $load. $(versions "$@")."
}
