# Engines of other versions than the machine's own: each is the packages of a Debian release, in a root of its own in .engine/roots.

release_of() {
    case $1 in
        26) echo trixie ;;
        28) echo forky ;;
        *) die "There is no Engine $1 here: use ENGINE=26 or ENGINE=28, or leave ENGINE out." ;;
    esac
}

# use_version VERSION: its docker and dockerd come first in PATH; they are installed before.
use_version() {
    install_release "$1" "$(release_of "$1")"
    PATH=$folder/$1/bin:$PATH
    export DOCKER_CONFIG=$folder/$1/cli
    # The image store that is the default from Engine 29 on.
    [[ $1 != 28 ]] || node_features='{ "containerd-snapshotter": true }'
}

install_release() {
    local version=$1 release=$2 root=$folder/roots/$2 log=$folder/roots/$2.log program
    [[ ! -e $root/.complete ]] || return 0
    say "installing Docker Engine $version of Debian $release in $root"
    mkdir -p "$folder/roots"
    rm -rf --one-file-system "$root"
    bootstrap "$release" "$root" --include=iproute2,iptables,procps,docker.io,docker-cli,docker-buildx,containerd,runc,ca-certificates &>"$log" ||
        { tail -n 5 "$log" >&2 && die "Could not install Docker Engine $version: see $log."; }
    [[ $("$here/rooted" "$root" dockerd --version) == *" $version."* ]] ||
        die "Debian $release has no Docker Engine $version any more: $("$here/rooted" "$root" dockerd --version)."
    mkdir -p "$folder/$version"/{bin,cli/cli-plugins}
    for program in bin/docker bin/dockerd cli/cli-plugins/docker-buildx; do
        printf '#!/bin/sh\nexec "%s" "%s" %s "$@"\n' "$here/rooted" "$root" "${program##*/}" >"$folder/$version/$program"
        chmod +x "$folder/$version/$program"
    done
    touch "$root/.complete"
}

# bootstrap RELEASE FOLDER [OPTION…]: the packages of Debian, or of the Ubuntu that this machine runs.
bootstrap() {
    local script=/usr/share/debootstrap/scripts/$1 mirror
    mirror=$(mirror Debian http://deb.debian.org/debian)
    [[ $1 != "$(os_release VERSION_CODENAME)" || $(os_release ID) != ubuntu ]] || mirror=$(mirror Ubuntu http://archive.ubuntu.com/ubuntu)
    # Releases newer than debootstrap itself.
    [[ -e $script ]] || script=/usr/share/debootstrap/scripts/sid
    # It mounts /proc on the way; in a namespace of its own that cannot be left behind.
    unshare --mount debootstrap --variant=minbase "${@:3}" "$1" "$2" "$mirror" "$script"
}

# mirror ORIGIN DEFAULT: the one that this machine uses anyway.
mirror() {
    local mirror
    mirror=$(apt-get indextargets --format '$(SITE) $(ORIGIN) $(COMPONENT) $(SUITE)' 'Created-By: Packages' 2>/dev/null |
        awk -v origin="$1" '$2 == origin && $3 == "main" && $4 !~ /security/ { print $1; exit }') || true
    echo "${mirror:-$2}"
}

os_release() { (. /etc/os-release && echo "${!1:-}"); }
