# The peers: haproxy 3.2, nginx 1.30 and Caddy 2.11 out of a root of Debian forky, which is made once; else the distribution's.

peers=$root/.peers/forky
peer_packages=(haproxy nginx-light caddy)
# The command of each peer. Its words are not quoted where it is used: there may be several.
declare -A program

# prepare_peers NAME…
prepare_peers() {
    local name
    if peers_complete || make_peers; then
        for name in "$@"; do program[$name]=$(in_root "$name"); done
        return 0
    fi
    say "a root of Debian forky could not be made (see $peers.log): the peers are the distribution's"
    for name in "$@"; do
        program[$name]=$(command -v "$name") || die "Install the peers first: apt-get install ${peer_packages[*]}"
    done
}

peers_complete() { [[ -e $peers.complete && -x $peers/usr/bin/caddy ]]; }

make_peers() {
    [[ $EUID == 0 ]] && command -v debootstrap >/dev/null || { say "debootstrap, run as root, would make one: apt-get install debootstrap"; return 1; }
    mkdir -p "${peers%/*}"
    rm -rf "$peers" "$peers.complete"
    say "making a root of Debian forky with ${peer_packages[*]}"
    # The distribution's keys may be older than forky's.
    debootstrap --variant=minbase --no-check-gpg --include="$(IFS=, && echo "${peer_packages[*]}")" \
        forky "$peers" http://deb.debian.org/debian /usr/share/debootstrap/scripts/sid >"$peers.log" 2>&1 && touch "$peers.complete"
}

# in_root NAME: the words of the command that runs a program of the root with the root's own libraries.
in_root() {
    local file loader libraries
    file=$(compgen -G "$peers/usr/*bin/$1" | head -n 1)
    loader=$(compgen -G "$peers/usr/lib*/ld-linux-*" | head -n 1)
    libraries=$(compgen -G "$peers/usr/lib/*-linux-gnu*" | head -n 1)
    # A static program has no loader to be started by.
    if grep -aqm 1 /ld-linux- "$file"; then echo "$loader --library-path $libraries --argv0 $1 $file"; else echo "$file"; fi
}

peer_version() {
    case $1 in
        *haproxy) ${program[$1]} -v | sed -nE 's/^HAProxy version ([^ ]+).*/haproxy \1/p' ;;
        *nginx) ${program[$1]} -v 2>&1 | sed 's/.*nginx\//nginx /' ;;
        *caddy) echo "Caddy $(${program[$1]} version | cut -d' ' -f1)" ;;
    esac
}

# peer_versions NAME…
peer_versions() {
    local name versions=''
    for name in "$@"; do versions+="; $(peer_version "$name")"; done
    echo "${versions#; }"
}
