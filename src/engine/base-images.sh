# The base images that the Dockerfiles name, made from the distribution's packages where no registry can be reached.

debian=debian:bookworm-slim
temurin=eclipse-temurin:25-jdk
# For machines without a JDK 25 or Maven.
maven=maven:3-eclipse-temurin-25
# For the test of a function that is nobody's.
busybox=busybox:stable
# For the proxy in front of the Docker socket.
haproxy=haproxy:3.2
# The oldest release that has a JDK 25.
release_with_jdk=trixie

# base_images FOLDER: FOLDER is for files on the way. The images need no other cache: they live in the Engine's data.
base_images() {
    local folder=$1 image wanted=("$debian" "$temurin" "$busybox" "$haproxy") missing=()
    has_tools || wanted+=("$maven")
    for image in "${wanted[@]}"; do docker image inspect "$image" &>/dev/null || missing+=("$image"); done
    if ((${#missing[@]} == 0)) || registry_answers; then return; fi
    say "no image registry within reach: making ${missing[*]} from packages of $(release)"
    for image in "${missing[@]}"; do
        case $image in
            "$debian") system_image "$folder" "$(release)" "$debian" ;;
            "$busybox") tar -C / -ch bin/busybox | docker import -c 'ENTRYPOINT ["/bin/busybox"]' - "$busybox" >/dev/null ;;
            "$haproxy") system_image "$folder" "$(release)" "$haproxy" --include=haproxy ;;
            "$temurin") if has_jdk; then own_jdk_image "$folder"; else jdk_image "$folder" "$temurin"; fi ;;
            "$maven") jdk_image "$folder" "$maven" ;;
        esac
    done
}

registry_answers() { timeout 10 docker manifest inspect "$debian" &>/dev/null; }

has_jdk() { [[ -n ${JAVA_HOME:-} && -x $JAVA_HOME/bin/jlink ]]; }

# What make needs to build the jars without a container.
has_tools() { has_jdk && command -v mvn >/dev/null; }

# A JDK needs the libraries of its release, or newer ones.
release() {
    if ! has_jdk; then
        echo "$release_with_jdk"
    elif [[ $(os_release ID) == @(debian|ubuntu) ]]; then
        os_release VERSION_CODENAME
    else
        echo bookworm
    fi
}

# system_image FOLDER RELEASE IMAGE [OPTION…]: the packages of the release; the options are debootstrap's.
system_image() {
    local rootfs=$1/rootfs log=$1/debootstrap.log packed=$1/$2-${3%%:*}.tar
    # One file for the Engines of several versions.
    if [[ ! -e $packed ]]; then
        rm -rf --one-file-system "$rootfs"
        bootstrap "$2" "$rootfs" "${@:4}" &>"$log" ||
            { tail -n 5 "$log" >&2 && die "Could not make $3: see $log, or pull it from a registry."; }
        # What Debian's own slim image leaves out, too.
        find "$rootfs"/usr/share/{doc,man,info,locale} "$rootfs"/var/{cache/apt,lib/apt/lists,log} \
            -type f ! -name copyright -delete 2>/dev/null || true
        tar -C "$rootfs" -cf "$packed.part" .
        mv "$packed.part" "$packed"
        rm -rf --one-file-system "$rootfs"
    fi
    docker import -c 'CMD ["bash"]' "$packed" "$3" >/dev/null
}

own_jdk_image() {
    local made=$1/jdk
    mkdir -p "$made"
    printf 'FROM %s\nCOPY jdk/ /opt/java/openjdk/\nENV JAVA_HOME=/opt/java/openjdk PATH=/opt/java/openjdk/bin:$PATH\n' \
        "$debian" >"$made/Dockerfile"
    # -h: a distribution's JDK links its certificates to a place outside.
    tar -ch -C "$made" Dockerfile -C "$JAVA_HOME" --exclude=./lib/src.zip --transform='s,^\./,jdk/,' . |
        docker build -q --network=none -t "$temurin" - >/dev/null
    rm -r "$made"
}

# One image under both names.
jdk_image() {
    docker image inspect "$maven" &>/dev/null ||
        system_image "$1" "$release_with_jdk" "$maven" --include=openjdk-25-jdk-headless,maven
    docker tag "$maven" "$2"
}
