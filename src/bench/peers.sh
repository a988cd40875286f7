# haproxy 3.2 and nginx 1.30 out of a root of Debian forky, which is made once; else those of the distribution.

peers=$root/.peers/forky
declare -A program

prepare_peers() {
    if [[ -e $peers.complete ]] || make_peers; then
        program[haproxy]=$(in_root haproxy)
        program[nginx]=$(in_root nginx)
        return 0
    fi
    say "a root of Debian forky could not be made (see $peers.log): the peers are the distribution's"
    local name
    for name in haproxy nginx; do
        program[$name]=$(command -v "$name") || die "Install haproxy and nginx first: apt-get install haproxy nginx-light"
    done
}

make_peers() {
    [[ $EUID == 0 ]] && command -v debootstrap >/dev/null || { say "debootstrap, run as root, would make one: apt-get install debootstrap"; return 1; }
    mkdir -p "${peers%/*}"
    rm -rf "$peers"
    say "making a root of Debian forky with haproxy and nginx"
    # The distribution's keys may be older than forky's.
    debootstrap --variant=minbase --no-check-gpg --include=haproxy,nginx-light \
        forky "$peers" http://deb.debian.org/debian /usr/share/debootstrap/scripts/sid >"$peers.log" 2>&1 && touch "$peers.complete"
}

# in_root NAME: the words of the command that runs a program of the root with the root's own libraries.
in_root() {
    local loader libraries
    loader=$(compgen -G "$peers/usr/lib*/ld-linux-*" | head -n 1)
    libraries=$(compgen -G "$peers/usr/lib/*-linux-gnu*" | head -n 1)
    echo "$loader --library-path $libraries --argv0 $1 $peers/usr/sbin/$1"
}

peer_versions() {
    # Not quoted: a command may have several words.
    echo "$(${program[haproxy]} -v | sed -nE 's/^HAProxy version ([^ ]+).*/haproxy \1/p'); $(${program[nginx]} -v 2>&1 | sed 's/.*nginx\//nginx /')"
}
