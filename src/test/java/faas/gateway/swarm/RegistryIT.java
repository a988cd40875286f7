package faas.gateway.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import faas.gateway.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/deploying.md}, with Debian's own registry, which asks for a password, as a service of the Swarm. */
@Tag("cluster")
class RegistryIT {
    private static final String REGISTRY_IMAGE = "faas/test-registry";
    private static final List<String> IMAGES =
            List.of("faas/gateway", "faas/docker-api", "faas/addition", "faas/factorial", "faas/md2html");
    private static final List<Integer> WORKERS = List.of(2, 3);

    @RegisterExtension
    static final Cluster CLUSTER = new Cluster();

    private static final String REGISTRY = CLUSTER.address(Cluster.MANAGER) + ":5000";

    @Test
    void nodes_without_images_pull_those_of_each_stack_with_the_credentials_of_the_manager(@TempDir Path folder)
            throws Exception {
        Map<String, String> environment = new HashMap<>(CLUSTER.environment(Cluster.MANAGER));
        environment.putAll(Map.of(
                "DOCKER_CONFIG",
                folder.toString(),
                "FAAS_NETWORK",
                Stack.NETWORK,
                "FAAS_REGISTRY",
                REGISTRY,
                "FAAS_TAG",
                "1.0"));
        Docker manager = new Docker(environment);
        startRegistry(folder);
        Await.until(
                "the registry to accept the password",
                Stack.PATIENCE,
                () -> manager.succeeds("login", "--username", "faas", "--password", "secret", REGISTRY),
                success -> success);
        // As make push does.
        run(environment, "src/engine/push", REGISTRY, "1.0");
        try {
            for (String file : List.of("stack.yml", "stack.secure.yml")) {
                removeServices();
                WORKERS.forEach(RegistryIT::removeImages);
                assertFalse(
                        CLUSTER.on(2).succeeds("pull", REGISTRY + "/faas/gateway:1.0"), "pulled without a password");

                manager.lines("stack", "deploy", "--with-registry-auth", "-c", file, Stack.NAME);

                CLUSTER.stack().awaitStatus("/factorial?value=5", 200);
                Await.until(
                        "tasks of " + file + " on the workers, of images from the registry",
                        Stack.PATIENCE,
                        RegistryIT::imagesInUse,
                        images -> !images.isEmpty() && images.stream().allMatch(image -> image.startsWith(REGISTRY)));
            }
            assertTheDiagnosisTellsOfAForeignImage(manager, environment);
        } finally {
            WORKERS.forEach(node -> move(CLUSTER.on(Cluster.MANAGER), IMAGES, folder, node));
        }
    }

    private static void startRegistry(Path folder) {
        Docker engine = new Docker(Map.of());
        engine.lines("build", "--quiet", "--network=host", "--tag", REGISTRY_IMAGE, "src/test/registry");
        move(engine, List.of(REGISTRY_IMAGE), folder, Cluster.MANAGER);
        CLUSTER.createServiceOf(
                REGISTRY_IMAGE,
                "registry",
                "--constraint",
                "node.hostname==node1",
                "--publish",
                "mode=host,target=5000,published=5000");
    }

    private static void run(Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        ProcessBuilder process = new ProcessBuilder(command).inheritIO();
        process.environment().putAll(environment);
        assertEquals(0, process.start().waitFor());
    }

    /** Swarm learns from the registry on which nodes an image can run. */
    private static void assertTheDiagnosisTellsOfAForeignImage(Docker manager, Map<String, String> environment)
            throws IOException, InterruptedException {
        String image = REGISTRY + "/foreign:1.0";
        run(environment, "src/test/registry/load-foreign-image", image);
        manager.lines("push", "--quiet", image);
        manager.lines(
                "service",
                "create",
                "--detach",
                "--with-registry-auth",
                "--name",
                Stack.NAME + "_foreign",
                "--label",
                "faas.name=foreign",
                "--network",
                Stack.NETWORK,
                image);

        try {
            Await.until(
                    "Swarm's words",
                    Stack.PATIENCE,
                    () -> CLUSTER.admin("/system/diagnosis?function=foreign"),
                    diagnosis -> diagnosis.contains("unsupported platform"));
        } finally {
            CLUSTER.stack().removeService("foreign");
        }
    }

    private static void removeServices() {
        Docker manager = CLUSTER.on(Cluster.MANAGER);
        List<String> command = new ArrayList<>(List.of("service", "rm"));
        manager.lines("stack", "services", "--format", "{{.Name}}", Stack.NAME).stream()
                .filter(name -> !name.endsWith("_registry"))
                .forEach(command::add);
        manager.lines(command.toArray(String[]::new));
    }

    /** Swarm may still be removing a container, and a pull of a task that is no more may still end with an image. */
    private static void removeImages(int node) {
        Docker docker = CLUSTER.on(node);
        Await.until("no task on node " + node, Stack.PATIENCE, () -> docker.lines("ps", "--quiet"), List::isEmpty);
        Await.until(
                "no image on node " + node,
                Stack.PATIENCE,
                () -> {
                    docker.lines("container", "prune", "--force");
                    docker.lines("image", "prune", "--all", "--force");
                    return docker.lines("image", "ls", "--format", "{{.Repository}} {{.ID}}");
                },
                List::isEmpty);
    }

    private static List<String> imagesInUse() {
        return WORKERS.stream()
                .flatMap(node -> CLUSTER.on(node).lines("ps", "--format", "{{.Image}}").stream())
                .toList();
    }

    private static void move(Docker from, List<String> images, Path folder, int node) {
        String file = folder.resolve("images.tar").toString();
        from.lines(Stream.concat(Stream.of("save", "--output", file), images.stream())
                .toArray(String[]::new));
        CLUSTER.on(node).lines("load", "--quiet", "--input", file);
    }
}
