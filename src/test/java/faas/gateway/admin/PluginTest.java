package faas.gateway.admin;

import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static faas.gateway.TestFiles.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.google.gson.JsonParser;
import faas.gateway.GatewayFixture;
import faas.gateway.function.Diagnosis;
import faas.gateway.function.Rollout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The docker CLI plugin and the script in the image that it runs, with a real gateway. A script stands in for docker: it has one
 * container and one service, and refuses what would change a Swarm.
 */
class PluginTest {
    private static final String DOCKER = """
            #!/bin/sh
            echo "$DOCKER_CONTEXT $*" >>"$FOLDER/asked"
            case "$1 $2" in
                "ps --filter") echo "c0 faas_addition"; [ -n "$NO_GATEWAY" ] || echo "c1 faas_gateway" ;;
                "exec c1") shift 3; exec bash "$ASK" "$@" ;;
                "service ls")
                    [ -z "$WORKER" ] || { echo "This node is not a swarm manager." >&2; exit 1; }
                    case $* in *faas.name=shop*) echo faas_shop ;; esac ;;
                "logs --tail")
                    [ "$4" = c1 ] || { echo "No such container: $4" >&2; exit 1; }
                    [ -z "$JSON_LOG" ] || { echo '{"log.logger":"access","function":"shop","status":200}'; exit; }
                    echo '2026-01-01T00:00:00.000Z INFO  access call=a method=GET path="/shop" function=shop status=200 bytes=1 ms=1.000 fault=-'
                    echo '2026-01-01T00:00:01.000Z INFO  access call=b method=GET path="/shop" function=shop status=503 bytes=1 ms=2.000 fault=no_task'
                    echo '2026-01-01T00:00:02.000Z INFO  access call=c method=GET path="/f" function=f status=200 bytes=1 ms=1.000 fault=-' ;;
                *) echo "refused: $*" >&2; exit 1 ;;
            esac
            """;

    /** What a command printed, and its exit code. */
    private record Ran(int code, String output) {}

    @TempDir
    static Path folder;

    @RegisterExtension
    final WireMockExtension task =
            WireMockExtension.newInstance().options(options().dynamicPort()).build();

    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture(
            "FAAS_BASIC_AUTH_USER_FILE",
            write(folder, "user", "admin\n"),
            "FAAS_BASIC_AUTH_PASSWORD_FILE",
            write(folder, "password", "a:b"));

    @BeforeEach
    void useOwnDocker() throws IOException {
        Path docker = Files.createDirectories(folder.resolve("bin")).resolve("docker");
        Files.writeString(docker, DOCKER);
        assertTrue(docker.toFile().setExecutable(true));
        Files.deleteIfExists(folder.resolve("asked"));
    }

    @Test
    void docker_learns_what_the_plugin_is() {
        assertEquals(
                "0.1.0",
                JsonParser.parseString(run("docker-cli-plugin-metadata").output())
                        .getAsJsonObject()
                        .get("SchemaVersion")
                        .getAsString());
    }

    @Test
    void ls_shows_the_functions_and_needs_no_login_of_its_own() {
        gateway.deploy("shop", 1001);

        assertEquals(new Ran(0, """
                FUNCTION   REPLICAS   AVAILABLE   IN FLIGHT   CALLS   IMAGE
                shop       1          1           0           0       -
                """), run("faas", "ls"));
    }

    @Test
    void why_names_the_reason_and_the_command_that_mends_it() {
        gateway.discoverySays(new Diagnosis(List.of(new Diagnosis.Service(
                "s",
                "faas_shop",
                "shop",
                false,
                Rollout.NONE,
                List.of("label faas.port=\"80a\": write a port"),
                List.of(),
                List.of("docker service update --label-add faas.port=8080 faas_shop"),
                List.of()))));
        String expected = """
                faas_shop (shop) is not routed
                  label faas.port="80a": write a port
                    docker service update --label-add faas.port=8080 faas_shop
                """;

        assertEquals(new Ran(0, expected), run("faas", "why"));
        assertEquals(new Ran(0, expected), run("faas", "why", "shop"));
        assertEquals(new Ran(0, expected), run("faas", "why", "faas_shop"));
    }

    @Test
    void describe_shows_a_function_and_fails_for_an_unknown_one() {
        gateway.deploy("shop", 1001);

        assertTrue(run("faas", "describe", "shop").output().contains("\"availableReplicas\": 1"));
        Ran unknown = run("faas", "describe", "none");
        assertEquals(1, unknown.code());
        assertTrue(unknown.output().contains("There is no such function"), unknown.output());
    }

    @Test
    void invoke_encodes_its_arguments() {
        task.stubFor(
                WireMock.any(WireMock.anyUrl()).willReturn(WireMock.aResponse().withBody("done\n")));
        gateway.deploy("shop", task.getPort());

        assertEquals(new Ran(0, "done\n"), run("faas", "invoke", "shop", "a=1 & 2", "b=x=é"));
        assertEquals(
                "/?a=1%20%26%202&b=x%3D%C3%A9",
                task.getAllServeEvents().getFirst().getRequest().getUrl());
    }

    @Test
    void top_shows_every_function() {
        gateway.deploy("shop", 1001);

        assertTrue(run("faas", "top").output().matches("(?s)FUNCTION .*\nshop +0\\.0 +1/1 +0\n"));
    }

    @Test
    void calls_can_be_those_of_a_function_and_those_that_failed() {
        assertEquals(4, run("faas", "calls").output().lines().count());
        assertEquals(3, run("faas", "calls", "shop").output().lines().count());
        List<String> failed =
                run("faas", "calls", "shop", "--errors").output().lines().toList();
        assertEquals(2, failed.size());
        assertTrue(failed.getLast().contains("no_task"), failed.toString());
    }

    @Test
    void calls_of_a_log_without_any_say_which_settings_they_need() {
        Ran ran = run(List.of("JSON_LOG=1"), "faas", "calls");

        assertEquals(1, ran.code());
        assertTrue(ran.output().startsWith("docker faas: the last 2000 lines of the gateway's log have no call: "));
    }

    @Test
    void what_needs_a_manager_says_so_where_services_cannot_be_listed() {
        String[][] commands = {
            {"faas", "logs", "shop"},
            {"faas", "scale", "shop=2"},
            {"faas", "rm", "shop"},
            {"faas", "deploy", "shop", "i"}
        };
        for (String[] command : commands) {
            assertEquals(new Ran(1, """
                    This node is not a swarm manager.
                    docker faas: the services cannot be listed: use the docker context of a manager
                    """), run(List.of("WORKER=1"), command));
        }
    }

    @Test
    void what_would_change_the_swarm_prints_the_docker_command() {
        assertEquals(new Ran(0, "docker service scale faas_shop=5\n"), run("faas", "scale", "shop=5"));
        assertEquals(new Ran(0, "docker service scale faas_shop=5\n"), run("faas", "scale", "shop", "5"));
        assertEquals(new Ran(0, "docker service rm faas_shop\n"), run("faas", "rm", "shop"));
        assertEquals(
                new Ran(0, "docker service update --image shop:2 faas_shop\n"),
                run("faas", "deploy", "shop", "shop:2"));
        assertEquals(
                new Ran(0, "docker service create --name new --network functions --label faas.name=new i\n"),
                run("faas", "deploy", "new", "i"));
    }

    @Test
    void a_context_is_used_for_every_docker_command() throws IOException {
        gateway.deploy("shop", 1001);

        assertEquals(0, run("--context", "far", "faas", "ls").code());

        assertTrue(Files.readAllLines(folder.resolve("asked")).stream().allMatch(line -> line.startsWith("far ")));
    }

    @Test
    void a_name_that_is_none_is_refused_before_anything_is_asked() {
        for (String name : List.of("a b", "$(id)", "../x", "")) {
            for (String command : List.of("describe", "invoke", "logs", "scale", "rm", "new")) {
                Ran ran = run("faas", command, name);
                assertEquals(1, ran.code(), command + " " + name);
                assertTrue(ran.output().startsWith("docker faas: "), ran.output());
            }
        }
        assertFalse(Files.exists(folder.resolve("asked")));
    }

    @Test
    void without_a_gateway_it_says_which_context_to_use() {
        Ran ran = run(List.of("NO_GATEWAY=1"), "faas", "ls");

        assertEquals(1, ran.code());
        assertTrue(ran.output().startsWith("docker faas: no gateway runs on this Engine: use the docker context"));
        assertEquals(ran, run(List.of("NO_GATEWAY=1"), "faas", "why"));
    }

    @Test
    void new_makes_a_function_and_overwrites_none() throws IOException {
        assertEquals(0, run("faas", "new", "my-shop").code());

        assertTrue(Files.readString(folder.resolve("my-shop/MyShop.java")).contains("void main()"));
        assertEquals("FROM faas/java:onbuild\n", Files.readString(folder.resolve("my-shop/Dockerfile")));
        assertEquals(1, run("faas", "new", "my-shop").code());
    }

    private Ran run(String... arguments) {
        return run(List.of(), arguments);
    }

    private Ran run(List<String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "PATH=" + folder.resolve("bin") + ":/usr/bin:/bin",
                "FOLDER=" + folder,
                "ASK=" + Path.of("src/image/ask").toAbsolutePath(),
                "FAAS_ADMIN_LISTEN=127.0.0.1:" + gateway.adminPort(),
                "FAAS_LISTEN=127.0.0.1:" + gateway.port(),
                "FAAS_BASIC_AUTH_USER_FILE=" + folder.resolve("user"),
                "FAAS_BASIC_AUTH_PASSWORD_FILE=" + folder.resolve("password")));
        command.addAll(environment);
        command.addAll(
                List.of("sh", Path.of("src/image/docker-faas").toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(30, TimeUnit.SECONDS), output);
            return new Ran(process.exitValue(), output);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
