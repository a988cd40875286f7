# The base images that the Dockerfiles name, made from the machine itself where no registry can be reached.

debian=debian:bookworm-slim
temurin=eclipse-temurin:25-jdk
# For the test of a function that is nobody's.
busybox=busybox:stable

# base_images FOLDER: FOLDER is for files on the way. The images need no other cache: they live in the Engine's data.
base_images() {
    local folder=$1
    if has_image "$debian" && has_image "$temurin" && has_image "$busybox"; then return; fi
    if registry_answers; then return; fi
    say "no image registry within reach: making $debian, $temurin and $busybox from this machine"
    has_image "$debian" || debian_image "$folder"
    has_image "$temurin" || temurin_image "$folder"
    has_image "$busybox" || busybox_image
}

has_image() { docker image inspect "$1" &>/dev/null; }

registry_answers() { timeout 10 docker manifest inspect "$debian" &>/dev/null; }

debian_image() {
    local rootfs=$1/rootfs log=$1/debootstrap.log
    rm -rf --one-file-system "$rootfs"
    # It mounts /proc on the way; in a namespace of its own that cannot be left behind.
    unshare --mount debootstrap --variant=minbase bookworm "$rootfs" "$(debian_mirror)" &>"$log" ||
        { tail -n 5 "$log" >&2 && die "Could not make $debian: see $log, or pull it from a registry."; }
    # What Debian's own slim image leaves out, too.
    find "$rootfs"/usr/share/{doc,man,info,locale} "$rootfs"/var/{cache/apt,lib/apt/lists,log} \
        -type f ! -name copyright -delete 2>/dev/null || true
    tar -C "$rootfs" -c . | docker import -c 'CMD ["bash"]' - "$debian" >/dev/null
    rm -rf --one-file-system "$rootfs"
}

# On Debian the mirror that this machine uses anyway.
debian_mirror() {
    local mirror=
    if grep -qs '^ID=debian$' /etc/os-release; then
        mirror=$(apt-get indextargets --format '$(SITE) $(ORIGIN) $(COMPONENT) $(SUITE)' 'Created-By: Packages' 2>/dev/null |
            awk '$2 == "Debian" && $3 == "main" && $4 !~ /security/ { print $1; exit }') || true
    fi
    echo "${mirror:-http://deb.debian.org/debian}"
}

temurin_image() {
    local made=$1/jdk
    [[ -n ${JAVA_HOME:-} && -x $JAVA_HOME/bin/jlink ]] || die "Making $temurin needs JAVA_HOME to be a JDK 25."
    mkdir -p "$made"
    printf 'FROM %s\nCOPY jdk/ /opt/java/openjdk/\nENV JAVA_HOME=/opt/java/openjdk PATH=/opt/java/openjdk/bin:$PATH\n' \
        "$debian" >"$made/Dockerfile"
    # -h: a distribution's JDK links its certificates to a place outside.
    tar -ch -C "$made" Dockerfile -C "$JAVA_HOME" --exclude=./lib/src.zip --transform='s,^\./,jdk/,' . |
        DOCKER_BUILDKIT=0 docker build -q -t "$temurin" - >/dev/null
    rm -r "$made"
}

busybox_image() { tar -C / -ch bin/busybox | docker import -c 'ENTRYPOINT ["/bin/busybox"]' - "$busybox" >/dev/null; }
