# The jars come from outside (make build): no step here needs a network.
FROM eclipse-temurin:25-jdk AS java
# sql and sasl: Undertow's logging and XNIO name their classes. xml and naming: logback's configuration.
# management: the figures of the JVM in the metrics. unsupported: Unsafe, in Undertow's and Caffeine's queues.
# jfr: flight recordings in production.
RUN jlink --add-modules java.base,java.logging,java.management,java.naming,java.net.http,java.security.sasl,java.sql,java.xml,jdk.jfr,jdk.management,jdk.unsupported \
    --strip-java-debug-attributes --no-header-files --no-man-pages --compress=zip-6 --output /java
# TLS's native library, which a gateway with a read-only file system could not unpack.
COPY target/lib/ /jars/
RUN mkdir /native && cd /native && jar --extract --file /jars/conscrypt-*.jar META-INF/native && \
    mv "META-INF/native/libconscrypt_openjdk_jni-linux-$(uname -m | sed s/aarch64/aarch_64/).so" . && rm -r META-INF

FROM debian:bookworm-slim AS gateway
COPY --from=java /java /opt/java
COPY src/image/gateway src/image/health src/image/ask src/image/settings.sh src/image/docker-faas src/image/java.options /gateway/
COPY --from=java /native /gateway/native
COPY target/lib/ /gateway/lib/
COPY target/gateway.jar /gateway/
ENV PATH=/opt/java/bin:$PATH LANG=C.UTF-8
WORKDIR /gateway
EXPOSE 8080 8081 8082 8443
STOPSIGNAL SIGTERM
# The script sets the pace; no start period, in which newer Engines would wait 5 s before the first probe.
HEALTHCHECK --interval=100ms --timeout=35s --retries=3 CMD ["/gateway/health"]
# Begins as root to find the group of the Docker socket, and gives root up before Java starts.
ENTRYPOINT ["/gateway/gateway"]

FROM gateway AS trained
COPY src/image/training/ /training/
RUN ["/training/train"]

# JDK 25 does not notice a jar that is newer than the cache: who replaces the jar in an image built on this one removes the
# cache, too.
FROM gateway
COPY --from=trained /gateway/gateway.aot /gateway/
