package faas.gateway.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import faas.gateway.Await;
import faas.gateway.GatewayFixture;
import faas.gateway.Policies;
import faas.gateway.Tasks;
import faas.gateway.discovery.DiscoveryStatus;
import faas.gateway.function.Diagnosis;
import faas.gateway.function.FunctionPolicy;
import faas.gateway.function.Rollout;
import faas.gateway.function.TaskTimes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The page for people as a browser asks for it: login, files, data and stream. */
class UiTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Path FILES = Path.of("src/main/resources/faas/gateway/admin/ui");

    @TempDir
    static Path folder;

    @RegisterExtension
    final WireMockExtension task = Tasks.wireMock();

    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture(
                    "FAAS_UI_LISTEN", "127.0.0.1:0", "FAAS_UI_NAME", "gateway.1 on node-a")
            .withLogin(folder);

    @RegisterExtension
    final GatewayFixture withoutLogin = new GatewayFixture();

    @Test
    void everything_of_the_page_needs_the_login() throws IOException {
        for (String path : paths()) {
            HttpResponse<String> response =
                    gateway.send(request(gateway.uiPort(), path).build());

            assertEquals(401, response.statusCode(), path);
            assertEquals(
                    "Basic realm=\"Restricted\"",
                    response.headers().firstValue("WWW-Authenticate").orElse(""));
        }
    }

    @Test
    void every_file_is_served_and_allows_nothing_but_itself() throws IOException {
        for (String path : paths()) {
            HttpResponse<String> response = get(path);

            assertEquals(200, response.statusCode(), path);
            String policy =
                    response.headers().firstValue("Content-Security-Policy").orElse("");
            assertTrue(policy.startsWith("default-src 'none'; script-src 'self'; style-src 'self';"), policy);
            assertTrue(policy.contains("frame-ancestors 'none'"), policy);
            assertEquals(
                    "nosniff",
                    response.headers().firstValue("X-Content-Type-Options").orElse(""));
        }
    }

    @Test
    void an_unchanged_file_is_not_sent_again() {
        String tag = get("/ui/app.js").headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> again = gateway.send(withLogin(gateway.uiPort(), "/ui/app.js")
                .header("If-None-Match", tag)
                .build());

        assertEquals(304, again.statusCode());
        assertEquals("", again.body());
    }

    @Test
    void the_ports_own_root_leads_to_the_page_and_other_paths_nowhere() {
        assertEquals(302, get("/").statusCode());
        assertEquals("/ui/", get("/ui").headers().firstValue("Location").orElse(""));
        assertEquals(404, get("/ui/../metrics").statusCode());
        assertEquals(404, get("/metrics").statusCode());
        assertEquals(404, get("/ui/Dashboard.class").statusCode());
        assertEquals(200, get("/system/diagnosis").statusCode());
        assertEquals(
                405,
                gateway.send(withLogin(gateway.uiPort(), "/ui/state")
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build())
                        .statusCode());
    }

    @Test
    void the_page_is_on_the_admin_port_too_and_never_where_functions_are() {
        assertEquals(
                200,
                gateway.send(withLogin(gateway.adminPort(), "/ui/").build()).statusCode());
        assertEquals(
                404, gateway.send(withLogin(gateway.port(), "/ui/").build()).statusCode());
        assertEquals(200, withoutLogin.admin("/ui/").statusCode());
    }

    @Test
    void an_update_that_changes_no_task_for_long_is_stuck() {
        String old = "2020-01-31T12:30:00.123456789Z";
        Diagnosis.Task waiting = new Diagnosis.Task(
                "t", 1, "pending", "running", "", "", Diagnosis.Role.NONE, "", new TaskTimes(old, old));
        gateway.deploy("stuck", 1, FunctionPolicy.DEFAULT, 1);
        gateway.deploy("slow", 1, FunctionPolicy.DEFAULT, 2);
        gateway.deploy("fresh", 1, FunctionPolicy.DEFAULT, 3);
        gateway.discoverySays(new Diagnosis(List.of(
                service("stuck", true, new Rollout("updating", "", old, 5), waiting),
                service("slow", true, new Rollout("updating", "", old, Integer.MAX_VALUE), waiting),
                service(
                        "fresh",
                        true,
                        new Rollout("updating", "", old, 5),
                        new Diagnosis.Task(
                                "t",
                                1,
                                "pending",
                                "running",
                                "",
                                "",
                                Diagnosis.Role.NONE,
                                "",
                                new TaskTimes(old, Instant.now().toString()))))));

        JsonObject state = state();

        assertEquals("rollout-stuck", row(state, "stuck").get("state").getAsString());
        assertEquals("rolling-out", row(state, "slow").get("state").getAsString());
        assertEquals("rolling-out", row(state, "fresh").get("state").getAsString());
        assertEquals(
                "[{\"service\":\"faas_stuck\",\"sentences\":[\"its update is in progress, but has not changed a task since"
                        + " 2020-01-31T12:30:00Z\"],\"commands\":[\"docker service ps --no-trunc faas_stuck\","
                        + "\"docker service rollback faas_stuck\"]}]",
                row(state, "stuck").get("notes").toString());
    }

    @Test
    void faults_of_a_function_are_counted() {
        gateway.deploy("f", 1, FunctionPolicy.DEFAULT, 1);
        gateway.metrics().call("f", 401, "unauthorized", 1);
        gateway.metrics().call("f", 401, "unauthorized", 1);
        gateway.metrics().call("f", 200, "", 1);

        assertTrue(get("/ui/calls?function=f").body().contains("\"faults\":{\"unauthorized\":2}"));
    }

    @Test
    void the_state_of_every_function_is_named() {
        gateway.deploy("idle", 2, FunctionPolicy.DEFAULT, 1, 2);
        gateway.deploy("asleep", 0, FunctionPolicy.DEFAULT);
        gateway.deploy("short", 3, FunctionPolicy.DEFAULT, 3);
        gateway.deploy("starting", 2, FunctionPolicy.DEFAULT, 4);
        gateway.deploy("looping", 1, FunctionPolicy.DEFAULT);
        gateway.deploy("paused", 1, FunctionPolicy.DEFAULT, 5);
        gateway.deploy("rolling", 1, FunctionPolicy.DEFAULT, 6);
        gateway.discoverySays(new Diagnosis(List.of(
                service("broken", false, Rollout.NONE),
                service("idle", true, new Rollout("completed", "update completed")),
                service("asleep", true, Rollout.NONE),
                service("short", true, Rollout.NONE),
                service("starting", true, Rollout.NONE, task(2, "preparing", "running", "")),
                service(
                        "looping",
                        true,
                        Rollout.NONE,
                        task(1, "failed", "shutdown", "exit 1"),
                        task(1, "ready", "ready", "")),
                service("paused", true, new Rollout("paused", "update paused due to failure")),
                service("rolling", true, new Rollout("updating", "update in progress")))));

        JsonObject state = state();

        assertEquals(
                List.of(
                        "asleep asleep",
                        "broken not-routed",
                        "idle idle",
                        "looping nobody-serves",
                        "paused rollout-paused",
                        "rolling rolling-out",
                        "short short",
                        "starting starting"),
                rows(state)
                        .map(row -> row.get("name").getAsString() + " "
                                + row.get("state").getAsString())
                        .sorted()
                        .toList());
        assertEquals(
                "[{\"service\":\"faas_broken\",\"sentences\":[\"no port\"],\"commands\":[\"docker service update x\"]}]",
                row(state, "broken").get("notes").toString());
        assertEquals(
                "gateway.1 on node-a",
                state.getAsJsonObject("instance").get("name").getAsString());
    }

    @Test
    void a_function_whose_calls_wait_is_holding() {
        gateway.deploy("f", 0, Policies.hold(Duration.ofSeconds(30)));
        CompletableFuture<HttpResponse<String>> waiting = gateway.getLater("/f");
        Await.until("the call to wait", TIMEOUT, gateway::held, held -> held == 1);

        gateway.skip(Duration.ofSeconds(5));
        JsonObject held = row(state(), "f");

        assertTrue(held.get("heldSeconds").getAsInt() >= 5, held.toString());
        assertEquals("holding", held.get("state").getAsString());
        assertEquals(1, held.get("held").getAsInt());
        task.stubFor(WireMock.get("/").willReturn(WireMock.ok()));
        gateway.deploy("f", 1, Policies.hold(Duration.ofSeconds(30)), task.getPort());
        assertEquals(200, waiting.join().statusCode());
    }

    @Test
    void one_of_several_gateways_says_so() {
        gateway.gateways(2, false);

        assertEquals(2, state().getAsJsonObject("head").get("gateways").getAsInt());
    }

    @Test
    void a_task_that_cannot_be_reached_is_ejected() throws IOException {
        task.stubFor(WireMock.get("/").willReturn(WireMock.ok()));
        int refusing = Tasks.refusingPort();
        gateway.deploy("f", refusing, task.getPort());
        for (int i = 0; i < 2; i++) {
            assertEquals(200, gateway.get("/f").statusCode());
        }

        JsonObject state = state();

        assertEquals("ejected", row(state, "f").get("state").getAsString());
        assertEquals(1, row(state, "f").getAsJsonObject("tasks").get("ejected").getAsInt());
    }

    @Test
    void calls_are_in_the_history_of_a_function_although_nobody_looked() {
        gateway.deploy("f", 1);
        gateway.metrics().call("f", 200, "", 1_000);
        gateway.metrics().call("f", 503, "no_task", 3_000_000);
        gateway.skip(Duration.ofSeconds(10));

        JsonObject state = state();

        assertEquals("[2]", state.getAsJsonObject("history").get("f").toString());
        assertEquals(
                50.0, row(state, "f").getAsJsonObject("minute").get("failed").getAsDouble());
        JsonObject calls =
                JsonParser.parseString(get("/ui/calls?function=f").body()).getAsJsonObject();
        assertTrue(calls.get("slots").toString().startsWith("[[1,0,1,1,0,0,0,0,1,"), calls.toString());
    }

    @Test
    void a_change_is_sent_to_whoever_looks() throws IOException, InterruptedException {
        gateway.deploy("f", 1);
        try (EventStream stream = stream()) {
            stream.await("hello");

            gateway.deploy("f", 2, FunctionPolicy.DEFAULT, 1);

            Await.until("the change", TIMEOUT, () -> stream.await("delta"), data -> data.contains("\"wanted\":2"));
        }
    }

    @Test
    void docker_in_trouble_is_said_with_the_age_of_what_is_known() {
        gateway.discoverySays(new DiscoveryStatus(Optional.of(Duration.ofSeconds(7)), Optional.of("no answer")));

        assertEquals(
                "{\"read\":true,\"trouble\":\"no answer\",\"ageSeconds\":7,\"gateways\":1,\"stopping\":false}",
                state().get("head").toString());
    }

    @Test
    void beyond_so_many_watchers_one_polls() throws IOException, InterruptedException {
        List<EventStream> streams = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            streams.add(stream());
        }

        assertEquals(503, get("/ui/events").statusCode());
        assertEquals(200, get("/ui/state").statusCode());
        for (EventStream stream : streams) {
            stream.close();
        }
    }

    @Test
    void a_watcher_that_does_not_read_is_cut_off_before_its_connection_would_be() throws IOException {
        String more = "x".repeat(8 << 20);
        gateway.discoverySays(new Diagnosis(List.of(new Diagnosis.Service(
                "s", "s", "s", false, Rollout.NONE, List.of(more), List.of(), List.of(), List.of()))));
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.uiPort()));
            socket.getOutputStream()
                    .write(("GET /ui/events HTTP/1.1\r\nHost: x\r\nAuthorization: " + login() + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String begun = new String(socket.getInputStream().readNBytes(1000), StandardCharsets.ISO_8859_1);
            assertTrue(begun.startsWith("HTTP/1.1 200 ") && begun.contains("event: hello"), begun);
            assertEquals(1, gateway.connections());

            Await.until("its end", Duration.ofSeconds(45), gateway::connections, open -> open == 0);
        }
    }

    private EventStream stream() throws IOException, InterruptedException {
        return new EventStream(
                gateway.client(), withLogin(gateway.uiPort(), "/ui/events").build());
    }

    private JsonObject state() {
        return JsonParser.parseString(get("/ui/state").body()).getAsJsonObject();
    }

    private static Stream<JsonObject> rows(JsonObject state) {
        return state.getAsJsonArray("rows").asList().stream().map(JsonElement::getAsJsonObject);
    }

    private static JsonObject row(JsonObject state, String name) {
        return rows(state)
                .filter(row -> row.get("name").getAsString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Diagnosis.Service service(String name, boolean routed, Rollout rollout, Diagnosis.Task... tasks) {
        return new Diagnosis.Service(
                name,
                "faas_" + name,
                name,
                routed,
                rollout,
                routed ? List.of() : List.of("no port"),
                List.of(),
                routed ? List.of() : List.of("docker service update x"),
                List.of(tasks));
    }

    private static Diagnosis.Task task(int slot, String state, String desired, String error) {
        return new Diagnosis.Task("task-" + state, slot, state, desired, "node-a", "", Diagnosis.Role.NONE, error);
    }

    /** The page, its files and its data. */
    private static List<String> paths() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            return Stream.concat(
                            Stream.of("/ui/", "/ui/state", "/ui/calls?function=f"),
                            files.map(file -> "/ui/" + file.getFileName()))
                    .toList();
        }
    }

    private HttpResponse<String> get(String path) {
        return gateway.send(withLogin(gateway.uiPort(), path).build());
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private static HttpRequest.Builder withLogin(int port, String path) {
        return request(port, path).header("Authorization", login());
    }

    private static String login() {
        return "Basic " + Base64.getEncoder().encodeToString("admin:secret".getBytes(StandardCharsets.UTF_8));
    }
}
