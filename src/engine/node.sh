# One private Docker Engine in one folder: started, stopped, and swept up after a run that was cut off.
# Every function takes the node's folder, so that several nodes can stand side by side.
#
# dockerd lives in a mount namespace of its own: whatever it mounts goes away with the last of its processes, however
# they end, and the folders that it and containerd write to wherever they are told to write are folders of the node there.
node_covers=(/opt/containerd /run/containerd /run/docker /var/lib/docker)

node_host() { echo "unix://$1/docker.sock"; }

# The unix socket with the longest path is one of containerd's; a path may have 107 bytes.
node_path_fits() {
    local longest=$1/exec/containerd/containerd-debug.sock
    ((${#longest} <= 107))
}

node_answers() { timeout 5 docker -H "$(node_host "$1")" version --format '{{.Server.Version}}' &>/dev/null; }

# The name of the node's folder in every cgroup hierarchy: what runs below it is a container of this node.
node_cgroup() { echo "faas-engine-$(cksum <<<"$1" | cut -d' ' -f1)"; }

# A process is this node's if it was given one of its files as an argument; a pid file proves nothing.
# The patterns come through a pipe, else the search would find itself.
node_pids() {
    local dir=$1 argument
    case $2 in
        dockerd) argument=--config-file=$dir/daemon.json ;;
        containerd) argument=$dir/exec/containerd/containerd.toml ;;
        shim) argument=$dir/exec/containerd/containerd.sock ;;
    esac
    printf '%s\n' "$argument" | { grep -slzxFf - /proc/[0-9]*/cmdline || true; } | cut -d/ -f3
}

node_is_alive() { [[ -n $(node_pids "$1" dockerd) ]]; }

node_left_something() {
    [[ -e $1 || -n $(node_pids "$1" dockerd) || -n $(node_pids "$1" shim) ]]
}

# A file rather than flags: the machine's own /etc/docker/daemon.json is not read then.
# No bridge, no iptables, no forwarding: containers talk over the overlay, ports are published by the userland proxy,
# and the machine's network settings stay as they were. node_iptables=true, for rules and forwarding, is for a network namespace of the
# node's own; node_features are dockerd's.
node_config() {
    local dir=$1 key_path=
    # Before 23 an Engine writes its key to /etc/docker; later ones refuse the setting.
    [[ $(dockerd --version) =~ version\ (1|20)[0-9]*\. ]] && key_path="\"deprecated-key-path\": \"$dir/key.json\","
    cat <<JSON
{
  $key_path
  "data-root": "$(realpath "$dir")/data",
  "exec-root": "$dir/exec",
  "pidfile": "$dir/docker.pid",
  "hosts": ["$(node_host "$dir")"],
  "bridge": "none",
  "iptables": ${node_iptables:-false},
  "ip6tables": false,
  "ip-forward": ${node_iptables:-false},
  "features": ${node_features:-{\}},
  "insecure-registries": ["10.213.0.0/16"],
  "exec-opts": ["native.cgroupdriver=cgroupfs"],
  "cgroup-parent": "/$(node_cgroup "$dir")",
  "log-opts": { "max-size": "10m", "max-file": "2" }
}
JSON
}

# node_start DIR [COMMAND…]: the command, if any, goes in front of dockerd (to enter a network namespace).
node_start() {
    local dir=$1
    shift
    mkdir -p "$dir"
    # In a network namespace of its own the link goes with that.
    (($# > 0)) || [[ -e /sys/class/net/docker_gwbridge || -e $dir/owns-gwbridge ]] || touch "$dir/owns-gwbridge"
    node_config "$dir" >"$dir/daemon.json"
    # A session of its own, so that Ctrl-C in a terminal does not reach it; 9 is the lock, which must not outlive us.
    setsid "$@" unshare --mount --propagation slave bash -c '
        dir=$1 && shift
        for place in "$@"; do
            mkdir -p "$dir/covers$place" && mount --bind "$dir/covers$place" "$place" || exit
        done
        mkdir -p "$dir/tmp"
        TMPDIR=$dir/tmp exec dockerd --config-file="$dir/daemon.json"
    ' - "$dir" "${node_covers[@]}" </dev/null >>"$dir/docker.log" 2>&1 9>&- &
    local pid=$! deadline=$((SECONDS + 30))
    disown
    until node_answers "$dir"; do
        sleep 0.2
        ((SECONDS < deadline)) && kill -0 "$pid" 2>/dev/null || return 1
    done
}

# Ends the node's processes and takes its links away; its data stays.
node_stop() {
    local dir=$1 pids
    pids=$(node_pids "$dir" dockerd)
    if [[ -n $pids ]]; then
        # dockerd gives its containers 10 s before it kills them.
        kill $pids 2>/dev/null || true
        await_end 25 $pids || true
    fi
    node_sweep "$dir"
}

# Takes away what a node that no longer lives, or must not, has left. Does nothing where there is nothing.
node_sweep() {
    local dir=$1 pids
    pids="$(node_pids "$dir" dockerd) $(node_pids "$dir" containerd) $(node_pids "$dir" shim) $(cgroup_pids "$dir")"
    if [[ -n ${pids// /} ]]; then
        kill -KILL $pids 2>/dev/null || true
        await_end 10 $pids || true
    fi
    find /sys/fs/cgroup -depth -type d \( -name "$(node_cgroup "$dir")" -o -path "*/$(node_cgroup "$dir")/*" \) \
        -exec rmdir {} + 2>/dev/null || true
    remove_links "$dir"
    rm -rf --one-file-system "$dir"/{exec,covers,tmp,docker.pid,docker.sock}
}

cgroup_pids() {
    find /sys/fs/cgroup -path "*/$(node_cgroup "$1")/*" -name cgroup.procs -exec cat {} + 2>/dev/null | sort -u
}

remove_links() {
    local link
    [[ -e $1/owns-gwbridge && -e /sys/class/net/docker_gwbridge ]] || return 0
    for link in /sys/class/net/docker_gwbridge/brif/*; do
        [[ -e $link ]] && ip link delete "${link##*/}" 2>/dev/null || true
    done
    ip link delete docker_gwbridge
}

# await_end SECONDS PID…: true once all have ended.
await_end() {
    local deadline=$((SECONDS + $1)) pid
    shift
    for pid in "$@"; do
        while [[ -e /proc/$pid && $(cut -d')' -f2 "/proc/$pid/stat" 2>/dev/null) != ' Z'* ]]; do
            ((SECONDS < deadline)) || return 1
            sleep 0.1
        done
    done
}
