package faas.gateway.discovery.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The client of the manager in use, of all that the name in {@code DOCKER_HOST} leads to. Thread-safe. A client is made by the
 * thread that first needs it, because that takes a good part of the gateway's start.
 *
 * <p>All requests go to one address until {@link #moveOn} selects the next one. The name is resolved each time. With TLS
 * the certificate names the host, not its address, so connections are made by name, in the order of the name server.
 */
final class ManagerClients implements AutoCloseable {
    /** Shorter than a reading may take, so that a lost node is reported as such, and another address of it is tried. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

    /** As unsigned bytes, IPv4 first: an order that does not depend on the name server's. */
    private static final Comparator<InetAddress> ORDER = (a, b) -> {
        byte[] one = a.getAddress();
        byte[] other = b.getAddress();
        return one.length == other.length ? Arrays.compareUnsigned(one, other) : one.length - other.length;
    };

    /** Finds the addresses of a host name. */
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    private final DockerAddress docker;
    private final int maxConnections;
    private final Resolver resolver;
    private Optional<DockerHttpClient> client = Optional.empty();
    private Optional<InetAddress> address = Optional.empty();
    private boolean closed;

    ManagerClients(DockerAddress docker, int maxConnections, Resolver resolver) {
        this.docker = docker;
        this.maxConnections = maxConnections;
        this.resolver = resolver;
    }

    /** The client for the next request. */
    synchronized DockerHttpClient current() throws UnknownHostException {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        if (client.isEmpty()) {
            client = Optional.of(client(nextHost()));
        }
        return client.get();
    }

    synchronized String place() {
        return docker.host()
                + address.map(ip -> " (" + ip.getHostAddress() + ")").orElse("");
    }

    /** Closes the current client; the next one uses the next address. */
    synchronized void moveOn() {
        if (isTcp()) {
            closeClient();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        closeClient();
    }

    private void closeClient() {
        try {
            if (client.isPresent()) {
                client.get().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            client = Optional.empty();
        }
    }

    private boolean isTcp() {
        return "tcp".equals(docker.host().getScheme());
    }

    private URI nextHost() throws UnknownHostException {
        URI host = docker.host();
        if (!isTcp() || docker.tls().isPresent()) {
            return host;
        }
        List<InetAddress> all = List.of(resolver.resolve(host.getHost()));
        if (all.size() < 2) {
            address = Optional.empty();
            return host;
        }
        InetAddress next = address.map(last -> after(last, all)).orElse(all.getFirst());
        address = Optional.of(next);
        String literal = next.getAddress().length > 4 ? "[" + next.getHostAddress() + "]" : next.getHostAddress();
        return URI.create("tcp://" + literal + ":" + host.getPort());
    }

    /** The next address in the order of {@link #ORDER}, beginning again after the last one. */
    private static InetAddress after(InetAddress last, List<InetAddress> all) {
        return all.stream()
                .filter(ip -> ORDER.compare(ip, last) > 0)
                .min(ORDER)
                .orElseGet(() -> all.stream().min(ORDER).orElseThrow());
    }

    private DockerHttpClient client(URI host) {
        ZerodepDockerHttpClient.Builder builder =
                new ZerodepDockerHttpClient.Builder().dockerHost(host).maxConnections(maxConnections);
        if (isTcp()) {
            builder.connectionTimeout(CONNECT_TIMEOUT);
        } else {
            builder.sslConfig(DockerTls::none);
        }
        docker.tls().ifPresent(tls -> builder.sslConfig(() -> tls));
        return builder.build();
    }
}
