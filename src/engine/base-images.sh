# The base images that the Dockerfiles name, made from the machine itself where no registry can be reached.

debian=debian:bookworm-slim
temurin=eclipse-temurin:25-jdk
# For the test of a function that is nobody's.
busybox=busybox:stable
# For the proxy in front of the Docker socket.
haproxy=haproxy:3.2

# base_images FOLDER: FOLDER is for files on the way. The images need no other cache: they live in the Engine's data.
base_images() {
    local folder=$1 image wanted=("$debian" "$temurin" "$busybox" "$haproxy") missing=()
    for image in "${wanted[@]}"; do docker image inspect "$image" &>/dev/null || missing+=("$image"); done
    if ((${#missing[@]} == 0)) || registry_answers; then return; fi
    say "no image registry within reach: making ${missing[*]} from this machine and packages of $(release)"
    for image in "${missing[@]}"; do
        case $image in
            "$debian") system_image "$folder" "$debian" ;;
            "$busybox") tar -C / -ch bin/busybox | docker import -c 'ENTRYPOINT ["/bin/busybox"]' - "$busybox" >/dev/null ;;
            "$temurin") temurin_image "$folder" ;;
            "$haproxy") system_image "$folder" "$haproxy" --include=haproxy ;;
        esac
    done
}

registry_answers() { timeout 10 docker manifest inspect "$debian" &>/dev/null; }

# This machine's, because its JDK needs the libraries of it, or newer ones.
release() {
    if [[ $(os_release ID) == @(debian|ubuntu) ]]; then os_release VERSION_CODENAME; else echo bookworm; fi
}

# system_image FOLDER IMAGE [OPTION…]: the packages of the release; the options are debootstrap's.
system_image() {
    local rootfs=$1/rootfs log=$1/debootstrap.log packed
    # One file for the Engines of several versions.
    packed=$1/$(release)-${2%%:*}.tar
    if [[ ! -e $packed ]]; then
        rm -rf --one-file-system "$rootfs"
        bootstrap "$(release)" "$rootfs" "${@:3}" &>"$log" ||
            { tail -n 5 "$log" >&2 && die "Could not make $2: see $log, or pull it from a registry."; }
        # What Debian's own slim image leaves out, too.
        find "$rootfs"/usr/share/{doc,man,info,locale} "$rootfs"/var/{cache/apt,lib/apt/lists,log} \
            -type f ! -name copyright -delete 2>/dev/null || true
        tar -C "$rootfs" -cf "$packed.part" .
        mv "$packed.part" "$packed"
        rm -rf --one-file-system "$rootfs"
    fi
    docker import -c 'CMD ["bash"]' "$packed" "$2" >/dev/null
}

temurin_image() {
    local made=$1/jdk
    [[ -n ${JAVA_HOME:-} && -x $JAVA_HOME/bin/jlink ]] || die "Making $temurin needs JAVA_HOME to be a JDK 25."
    mkdir -p "$made"
    printf 'FROM %s\nCOPY jdk/ /opt/java/openjdk/\nENV JAVA_HOME=/opt/java/openjdk PATH=/opt/java/openjdk/bin:$PATH\n' \
        "$debian" >"$made/Dockerfile"
    # -h: a distribution's JDK links its certificates to a place outside.
    tar -ch -C "$made" Dockerfile -C "$JAVA_HOME" --exclude=./lib/src.zip --transform='s,^\./,jdk/,' . |
        docker build -q -t "$temurin" - >/dev/null
    rm -r "$made"
}
