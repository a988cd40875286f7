package faas.gateway.swarm;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.gateway.Await;
import faas.gateway.Certificates;
import faas.gateway.swarm.Clients.Heard;
import faas.gateway.swarm.Clients.Way;
import faas.gateway.swarm.GatewayProcess.Connections;
import faas.gateway.swarm.GatewayProcess.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The gateway under load for a long time, while tasks come and go; not among the tests, since it takes that long. */
class Soak {
    private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("soak.seconds", 600));
    private static final Duration WARM_UP = Duration.ofMinutes(1);

    /** Time for Swarm to do one thing before the next. */
    private static final Duration BETWEEN_DEEDS = Duration.ofSeconds(5);

    /** Compiled code refers to live objects, and there is more of it as time goes by. */
    private static final long HEAP_GROWTH_KIB = 4 * 1024;

    private static final String CERTIFICATE = "faas-test-certificate";
    private static final String KEY = "faas-test-key";
    private static final int TLS_PORT = 18443;
    private static final int SMALL = 100;
    private static final int LARGE = 256 * 1024;

    @RegisterExtension
    static final Stack STACK = new Stack();

    private final Docker docker = STACK.docker();
    private final Map<String, Integer> deeds = new LinkedHashMap<>();

    @Test
    void under_load_and_change_no_call_fails_and_nothing_grows(@TempDir Path folder) throws Exception {
        STACK.createWaiter("posted", "--replicas", "3");
        STACK.awaitStatus("/posted", 200);
        STACK.scale("addition", 3);
        SSLContext tls = serveTls(folder);
        GatewayProcess gateway =
                new GatewayProcess(docker, STACK.containers("gateway").getFirst());
        Map<String, Clients> clients = start(tls);
        Iterator<Runnable> deed =
                Stream.generate(this::deeds).flatMap(List::stream).iterator();
        long startNanos = System.nanoTime();
        doUntil(startNanos + WARM_UP.toNanos(), deed);
        Reading early = gateway.read();
        doUntil(startNanos + LENGTH.toNanos(), deed);
        Reading late = gateway.read();
        clients.values().forEach(Clients::stop);
        int leases = Await.until("no lease", Stack.PATIENCE, gateway::leases, open -> open == 0);
        Connections left = Await.until(
                "idle connections to be closed",
                Stack.PATIENCE,
                gateway::connections,
                c -> c.toTasks() == 0 && c.closedByOthers() == 0);
        Map<String, Heard> heard = new LinkedHashMap<>();
        clients.forEach((kind, some) -> heard.put(kind, some.heard()));
        PageBlock.of("make soak").write(lines(heard, early, late, leases, left));
        keep("log", STACK.gatewayLog());
        keep("objects-early", early.largest());
        keep("objects-late", late.largest());
        assertAll(Stream.concat(
                heard.values().stream().map(h -> () -> assertEquals(List.of(), h.failures(), "failed calls")),
                Stream.of(
                        () -> assertTrue(
                                late.heapKib() - early.heapKib() < HEAP_GROWTH_KIB,
                                "live objects grew: compare target/soak-objects-early.txt and -late.txt"),
                        () -> assertEquals(early.threads(), late.threads(), "threads"))));
    }

    /** Lets the stack's gateway serve TLS, and returns what trusts it. */
    private SSLContext serveTls(Path folder) throws Exception {
        Certificates certificates = Certificates.in(folder, "EC", "ip:127.0.0.1");
        Path certificate = folder.resolve("certificate");
        Path key = folder.resolve("key");
        certificates.serverFiles(certificate, key);
        docker.quietly("secret", "rm", CERTIFICATE, KEY);
        docker.lines("secret", "create", CERTIFICATE, certificate.toString());
        docker.lines("secret", "create", KEY, key.toString());
        docker.lines(
                "service",
                "update",
                "--quiet",
                "--secret-add",
                "source=" + CERTIFICATE + ",target=certificate,mode=0444",
                "--secret-add",
                "source=" + KEY + ",target=key,mode=0444",
                "--env-add",
                "FAAS_TLS_CERT=/run/secrets/certificate",
                "--env-add",
                "FAAS_TLS_KEY=/run/secrets/key",
                "--publish-add",
                "mode=host,target=8443,published=" + TLS_PORT,
                Stack.NAME + "_gateway");
        STACK.awaitStatus("/posted", 200);
        return certificates.clientContext();
    }

    private static Map<String, Clients> start(SSLContext tls) {
        Map<String, Clients> clients = new LinkedHashMap<>();
        String path = "/addition?a=1&b=2";
        URI addition = STACK.uri(path);
        URI additionOverTls = overTls(path);
        clients.put("GET", new Clients(new Way(() -> new KeptConnection(addition)), "3"));
        clients.put(
                "GET, each on a new connection",
                new Clients(Way.onNewConnections(() -> new KeptConnection(addition)), "3"));
        clients.put("GET over TLS", new Clients(new Way(() -> new KeptConnection(tls, additionOverTls, 0)), "3"));
        clients.put(
                "GET over TLS, each on a new connection",
                new Clients(Way.onNewConnections(() -> new KeptConnection(tls, additionOverTls, 0)), "3"));
        clients.put(
                "GET over HTTP/2 and TLS",
                new Clients(new Way(() -> new Http2Connection(tls, additionOverTls, 0)), "3"));
        for (int bytes : new int[] {SMALL, LARGE}) {
            String kind = String.format(Locale.ROOT, "POST of %,d bytes", bytes);
            String body = Integer.toString(bytes);
            clients.put(kind, new Clients(new Way(() -> new KeptConnection(STACK.uri("/posted"), bytes)), body));
            clients.put(
                    kind + " over HTTP/2 and TLS",
                    new Clients(new Way(() -> new Http2Connection(tls, overTls("/posted"), bytes)), body));
        }
        return clients;
    }

    private static URI overTls(String path) {
        return URI.create("https://127.0.0.1:" + TLS_PORT + path);
    }

    /** Everything that happens to tasks, in turn. */
    private List<Runnable> deeds() {
        return List.of(
                () -> scale("addition", 5),
                () -> scale("posted", 1),
                () -> kill("addition"),
                () -> scale("addition", 2),
                () -> update("posted"),
                () -> scale("posted", 4),
                () -> update("addition"),
                () -> kill("addition"),
                () -> scale("posted", 3),
                () -> scale("addition", 3));
    }

    private void scale(String service, int tasks) {
        STACK.scale(service, tasks);
        did("scalings");
    }

    private void update(String service) {
        docker.lines("service", "update", "--force", "--detach", "--quiet", Stack.NAME + "_" + service);
        did("rolling updates");
    }

    private void kill(String service) {
        docker.lines("kill", STACK.containers(service).getFirst());
        did("kills");
    }

    private void did(String what) {
        deeds.merge(what, 1, Integer::sum);
    }

    private static void doUntil(long endNanos, Iterator<Runnable> deed) {
        while (System.nanoTime() - endNanos < 0) {
            deed.next().run();
            LockSupport.parkNanos(Math.min(BETWEEN_DEEDS.toNanos(), endNanos - System.nanoTime()));
        }
    }

    private List<String> lines(
            Map<String, Heard> heard, Reading early, Reading late, int leases, Connections connections) {
        List<String> lines = new ArrayList<>();
        lines.add("Machine, for everyone together: " + PageBlock.machine(docker) + " It took " + LENGTH.toSeconds()
                + " s, with "
                + String.join(
                        ", ",
                        deeds.entrySet().stream()
                                .map(e -> e.getValue() + " " + e.getKey())
                                .toList()) + ".");
        lines.add("");
        lines.add("| calls | made | failed |");
        lines.add("| --- | --- | --- |");
        heard.forEach((kind, h) -> lines.add(String.format(
                Locale.ROOT, "| %s | %,d | %d |", kind, h.calls(), h.failures().size())));
        lines.add("");
        lines.add("| the gateway | after 1 min | at the end |");
        lines.add("| --- | --- | --- |");
        lines.add(row("live objects", "%.1f MiB", early.heapKib() / 1024.0, late.heapKib() / 1024.0));
        lines.add(row("resident memory", "%.0f MiB", early.residentKib() / 1024.0, late.residentKib() / 1024.0));
        lines.add(row("threads", "%.0f", early.threads(), late.threads()));
        lines.add(row("open files", "%.0f", early.files(), late.files()));
        lines.add("");
        lines.add("Once the clients had stopped, " + leases + " leases and " + connections.toTasks()
                + " connections to tasks were left, and " + connections.closedByOthers()
                + " that only the gateway kept.");
        heard.values().stream()
                .flatMap(h -> h.failures().stream())
                .forEach(failure -> lines.add("* failed " + failure));
        return lines;
    }

    /** For whoever looks for the reason of a failed call, or of what grew. */
    private static void keep(String what, List<String> lines) {
        try {
            Files.write(Path.of("target/soak-" + what + ".txt"), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String row(String what, String format, double early, double late) {
        return String.format(Locale.ROOT, "| %s | " + format + " | " + format + " |", what, early, late);
    }
}
