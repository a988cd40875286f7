# The gateway and its peers, each in front of the same functions on loopback. Each attack meets a fresh process.

contestants=(${CONTESTANTS:-gateway haproxy nginx})
# Of HTTP/1 and of HTTP/2, which nginx before 1.25 has on a port of its own.
declare -A port=([gateway]=9330 [haproxy]=9310 [nginx]=9320)
declare -A port2=([gateway]=9330 [haproxy]=9311 [nginx]=9321)
admin_port=9331
functions=(echo quick large sink slow slots)
first_function_port=9301
docker_port=9300
# A connection takes two files, and 20,000 is a common limit. It is haproxy's and nginx's, too.
max_connections=9900
declare -A pid
group=''

# run NAME COMMAND…: in the background, until stop NAME.
run() {
    local name=$1
    shift
    "$@" >"$name.log" 2>"$name.err" </dev/null &
    pid[$name]=$!
    # Its end is reported by the figures, not by the shell.
    disown
}

# Not SIGTERM: how long a drain takes is no part of this.
stop() {
    kill -9 $(family "${pid[$1]}") 2>/dev/null || true
    while lives "$1"; do sleep 0.05; done
    unset "pid[$1]"
}

lives() { [[ $(ps -o stat= -p "${pid[$1]}" 2>/dev/null) == [!Z]* ]]; }

finish() {
    local code=$? name
    for name in "${!pid[@]}"; do stop "$name"; done
    [[ -z $group ]] || remove_group "$group"
    rm -rf "$work"
    exit $code
}

# The gateway is limited as a container of that size is; the peers are not, so that they stay the same measure.
limit_memory() {
    local folder file old
    if [[ -e /sys/fs/cgroup/memory/memory.limit_in_bytes ]]; then
        folder=/sys/fs/cgroup/memory file=memory.limit_in_bytes
    elif grep -qsw memory /sys/fs/cgroup/cgroup.subtree_control; then
        folder=/sys/fs/cgroup file=memory.max
    else
        return 0
    fi
    # What a run that was killed has left: the lock says that no other run is under way.
    for old in "$folder"/faas-attack-*; do rmdir "$old" 2>/dev/null || true; done
    group=$folder/faas-attack-${EPOCHREALTIME/./}
    { mkdir "$group" && echo "$memory" >"$group/$file"; } 2>/dev/null || group=''
}

# A process of it may still be giving its memory back.
remove_group() {
    local deadline=$((SECONDS + 5))
    until rmdir "$1" 2>/dev/null || ((SECONDS > deadline)); do sleep 0.1; done
}

memory_limit() { [[ -n $group ]] && echo "a memory control group of $memory" || echo "\`-XX:MaxRAM=$memory\`"; }

write_swarm() {
    local own=$1 name number=$first_function_port services='' tasks=''
    local networks='[{"Network":{"ID":"net","Spec":{"Name":"functions"}},"Addresses":["127.0.0.1/8"]}]'
    task() {
        echo '{"ID":"task'"$1"'","ServiceID":"'"$1"'","NodeID":"node","Slot":1,"DesiredState":"running","Status":{"State":"running","ContainerStatus":{"ContainerID":"'"$2"'"}},"NetworksAttachments":'"$networks"'}'
    }
    for name in "${functions[@]}"; do
        local labels='"faas.name":"'$name'","faas.port":"'$number'"'
        [[ $name != slots ]] || labels+=',"faas.max-inflight":"64"'
        services+='{"ID":"'$name'","Version":{"Index":1},"Spec":{"Name":"'$name'","Labels":{'$labels'},"TaskTemplate":{"ContainerSpec":{}},"Mode":{"Replicated":{"Replicas":1}}}},'
        tasks+=$(task "$name" "container$name"),
        number=$((number + 1))
    done
    echo "[${services%,}]" >services.json
    echo "[$tasks$(task own "$own")]" >tasks.json
}

start_functions() {
    mkdir tmp
    chmod 755 .
    truncate -s 16M large
    own=$(printf 'a%.0s' {1..64})
    write_swarm "$own"
    run nginx-functions ${program[nginx]} -p "$work" -e stderr -c "$here/functions.conf"
    run functions "${java[@]}" Functions 9304 9305 9306
}

start() {
    local name=$1
    rm -f nginx.log
    case $name in
        haproxy) run haproxy ${program[haproxy]} -db -f "$here/haproxy.cfg" ;;
        nginx) run nginx ${program[nginx]} -p "$work" -e stderr -c "$here/nginx.conf" ;;
        gateway) start_gateway ;;
    esac
    local deadline=$((SECONDS + 30))
    until [[ $(curl -fs --max-time 1 "http://127.0.0.1:${port[$name]}/slots/") == 3 ]]; do
        ((SECONDS < deadline)) || { tail -n 5 "$name.log" "$name.err" >&2 && die "$name does not respond."; }
        sleep 0.1
    done
}

start_gateway() {
    local image options direct limited=()
    # The options that belong to the jar, and those that its start script adds.
    image=$(dirname "$jar")/../src/image
    mapfile -t options <"$image/java.options"
    if grep -qs MaxDirectMemorySize "$image/gateway"; then
        direct=$(($(numfmt --from=iec "${memory^^}") / 8))
        options+=("-XX:MaxDirectMemorySize=$direct" "-Dfaas.gateway.maxDirectMemory=$direct")
    fi
    if [[ -n $group ]]; then
        limited=(bash -c 'echo $$ >"$0/cgroup.procs" && exec "$@"' "$group")
    else
        options+=("-XX:MaxRAM=$memory")
    fi
    run gateway env -i PATH="$PATH" HOSTNAME="$own" FAAS_LISTEN=127.0.0.1:${port[gateway]} FAAS_ADMIN_LISTEN=127.0.0.1:$admin_port \
        FAAS_MAX_CONNECTIONS=$max_connections DOCKER_HOST=tcp://127.0.0.1:$docker_port \
        "${limited[@]}" "$JAVA_HOME/bin/java" "${options[@]}" -jar "$jar"
}

# errors NAME: lines of its log that an operator would be woken for. Stack traces count by their frames.
errors() {
    case $1 in
        gateway) cat gateway.log gateway.err | grep -aEc ' ERROR |^[[:space:]]+at |OutOfMemoryError' || true ;;
        haproxy) grep -aEc '\[(ALERT|EMERG)\]' haproxy.err || true ;;
        nginx) grep -aEc '\[(alert|crit|emerg)\]' nginx.err || true ;;
    esac
}
