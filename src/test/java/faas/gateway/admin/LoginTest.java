package faas.gateway.admin;

import static faas.gateway.TestFiles.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import faas.gateway.Await;
import faas.gateway.GatewayFixture;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The operator's login on both ports. */
class LoginTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @TempDir
    static Path folder;

    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture(
            "FAAS_BASIC_AUTH_USER_FILE", write(folder, "user", "admin\n"),
            "FAAS_BASIC_AUTH_PASSWORD_FILE", write(folder, "password", "correct:horse"));

    @RegisterExtension
    final GatewayFixture without = new GatewayFixture();

    @Test
    void with_the_login_both_ports_show_the_operators_pages() {
        for (int port : ports()) {
            assertEquals(
                    200,
                    get(port, "/system/table", basic("admin", "correct:horse")).statusCode());
        }
    }

    @Test
    void a_wrong_login_gets_the_answer_that_clients_of_openfaas_expect() {
        for (int port : ports()) {
            for (String wrong :
                    List.of(basic("admin", "wrong"), basic("root", "correct:horse"), "Basic %%%", "Bearer token")) {
                HttpResponse<String> response = get(port, "/system/table", wrong);

                assertEquals(401, response.statusCode());
                assertEquals("invalid credentials", response.body());
                assertEquals(
                        "Basic realm=\"Restricted\"",
                        response.headers().firstValue("WWW-Authenticate").orElse(""));
            }
        }
    }

    @Test
    void an_empty_bearer_token_is_no_login_and_no_failed_one() {
        for (int i = 0; i < 30; i++) {
            assertEquals(401, get(gateway.port(), "/system/table", "Bearer ").statusCode());
        }

        assertEquals(
                200,
                get(gateway.port(), "/system/table", basic("admin", "correct:horse"))
                        .statusCode());
    }

    @Test
    void an_address_that_guesses_has_to_wait_and_learns_for_how_long() {
        HttpResponse<String> last = get(gateway.port(), "/system/table", basic("admin", "guess"));
        for (int i = 0; i < 10; i++) {
            last = get(gateway.port(), "/system/table", basic("admin", "guess" + i));
        }

        assertEquals(429, last.statusCode());
        assertTrue(last.headers().firstValueAsLong("Retry-After").orElse(0) > 0);
        assertTrue(last.body().startsWith("too many failed logins from your address"), last.body());
        // Otherwise the response would reveal a correct guess.
        assertEquals(
                429,
                get(gateway.port(), "/system/table", basic("admin", "correct:horse"))
                        .statusCode());
        gateway.skip(Duration.ofSeconds(7));
        assertEquals(
                200,
                get(gateway.port(), "/system/table", basic("admin", "correct:horse"))
                        .statusCode());
    }

    @Test
    void health_and_metrics_need_no_login() {
        for (String path : List.of("/healthz", "/readyz", "/metrics")) {
            assertEquals(200, gateway.admin(path).statusCode(), path);
        }
        assertEquals(200, gateway.get("/healthz").statusCode());
        assertEquals(404, gateway.get("/metrics").statusCode());
    }

    @Test
    void without_a_login_the_pages_are_not_on_the_public_port() {
        for (String path : List.of("/system/table", "/system/diagnosis", "/system/functions", "/healthz")) {
            HttpResponse<String> response = without.get(path);

            assertEquals(404, response.statusCode(), path);
            assertTrue(response.body().contains("unknown_function"), response.body());
        }
        assertEquals(200, without.admin("/system/table").statusCode());
    }

    @Test
    void another_spelling_of_the_path_is_not_a_way_around_the_login() {
        for (String path :
                List.of("/function/system/table", "/lambda/system/table", "//system/table", "/%73ystem/table")) {
            assertEquals(404, gateway.get(path).statusCode(), path);
        }
        assertEquals(401, gateway.get("/system/../system/table").statusCode());
    }

    @Test
    void a_changed_password_is_used_without_a_restart_and_an_unusable_one_is_not() throws IOException {
        Files.writeString(folder.resolve("password"), "another");
        touch("password", 60);
        Await.until(
                "the new password",
                TIMEOUT,
                () -> get(gateway.port(), "/system/table", basic("admin", "another"))
                        .statusCode(),
                status -> {
                    gateway.skip(Duration.ofSeconds(6));
                    return status == 200;
                });
        Files.writeString(folder.resolve("password"), "");
        touch("password", 120);
        Await.until(
                "a warning",
                TIMEOUT,
                () -> gateway.lines(Level.WARN),
                lines -> lines.contains(
                        "the operator's login stays as it was: " + folder.resolve("password") + " is empty"));

        assertEquals(
                200,
                get(gateway.port(), "/system/table", basic("admin", "another")).statusCode());
    }

    private List<Integer> ports() {
        return List.of(gateway.port(), gateway.adminPort());
    }

    private static void touch(String name, int seconds) throws IOException {
        Files.setLastModifiedTime(folder.resolve(name), FileTime.from(Instant.EPOCH.plusSeconds(seconds)));
    }

    private HttpResponse<String> get(int port, String path, String authorization) {
        return gateway.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", authorization)
                .build());
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }
}
