# The distribution's packages a private Engine is made of.

policy=/usr/sbin/policy-rc.d
policy_mark='# made by the function gateway while it installs packages'

missing_packages() {
    if [[ -z ${ENGINE:-} ]]; then
        command -v dockerd >/dev/null || echo docker.io
        command -v iptables >/dev/null || echo iptables
    fi
    command -v debootstrap >/dev/null || echo debootstrap debian-archive-keyring
    command -v ip >/dev/null || echo iproute2
    [[ -x /bin/busybox ]] || echo busybox-static
}

# Installs what is missing; the machine's init system is kept from starting a system-wide dockerd.
install_packages() {
    local missing log=$1
    service_start_as_before
    missing=$(missing_packages)
    [[ -n $missing ]] || return 0
    command -v apt-get >/dev/null || die "No Docker Engine answers, and a private one needs these programs first: ${missing//$'\n'/ }."
    say "installing ${missing//$'\n'/ } from the distribution"
    allow_no_service_start
    export DEBIAN_FRONTEND=noninteractive
    # A list that cannot be fetched matters only if the packages cannot be had either.
    { complete_installation && { apt-get -q update || true; } &&
        apt_install $missing && install_command_line; } >>"$log" 2>&1 </dev/null ||
        { tail -n 5 "$log" >&2 && die "Could not install ${missing//$'\n'/ }: see $log, or start a Docker Engine by other means."; }
    service_start_as_before
    # Nor at the next boot, unless it was installed before.
    if [[ $missing == *docker.io* ]] && command -v systemctl >/dev/null; then
        systemctl --quiet disable docker.service docker.socket containerd.service &>>"$log" || true
    fi
}

# Newer releases have it, and the builder, in packages of their own.
install_command_line() {
    [[ -z ${ENGINE:-} ]] || return 0
    command -v docker || apt_install docker-cli
    ! apt-cache show docker-buildx &>/dev/null || apt_install docker-buildx
}

# After one that was cut off, and whose dpkg may still be at work.
complete_installation() {
    local deadline=$((SECONDS + 120)) trouble
    until trouble=$(LC_ALL=C dpkg --configure -a 2>&1); do
        [[ $trouble == *'locked by another process'* ]] && ((SECONDS < deadline)) || { echo "$trouble"; return 1; }
        sleep 1
    done
}

apt_install() { apt-get -q -y -o DPkg::Lock::Timeout=120 install --no-install-recommends "$@"; }

allow_no_service_start() {
    [[ ! -e $policy ]] || return 0
    trap service_start_as_before EXIT
    printf '#!/bin/sh\n%s\nexit 101\n' "$policy_mark" >"$policy"
    chmod +x "$policy"
}

# Also after a run that was cut off: only a file that bears our mark is removed.
service_start_as_before() {
    if grep -qsxF "$policy_mark" "$policy"; then rm -f "$policy"; fi
}
