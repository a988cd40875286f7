# The jars come from outside (make build): no step here needs a network.
FROM eclipse-temurin:25-jdk AS java
# sql and sasl: Undertow's logging and XNIO name their classes. xml and naming: logback's configuration.
# unsupported: Unsafe, in Undertow's and Caffeine's queues. jfr: flight recordings in production.
RUN jlink --add-modules java.base,java.logging,java.naming,java.security.sasl,java.sql,java.xml,jdk.jfr,jdk.unsupported \
    --strip-java-debug-attributes --no-header-files --no-man-pages --compress=zip-6 --output /java

FROM debian:bookworm-slim
COPY --from=java /java /opt/java
COPY src/image/ /gateway/
COPY target/lib/ /gateway/lib/
COPY target/gateway.jar /gateway/
ENV PATH=/opt/java/bin:$PATH LANG=C.UTF-8
WORKDIR /gateway
EXPOSE 8080 8082 8443
STOPSIGNAL SIGTERM
# The script sets the pace; no start period, in which newer Engines would wait 5 s before the first probe.
HEALTHCHECK --interval=100ms --timeout=35s --retries=3 CMD ["/gateway/health"]
# Begins as root to find the group of the Docker socket, and gives root up before Java starts.
ENTRYPOINT ["/gateway/gateway"]
