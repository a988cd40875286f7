package faas.gateway.monitoring;

import faas.gateway.Await;
import faas.gateway.Tasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real Prometheus with the recipe's files, but with shorter intervals. */
final class PrometheusProcess implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Process process;
    private final PrometheusApi api;

    /**
     * Starts it, and waits until it answers.
     *
     * @param folder for its files; must be empty
     * @param config the recipe's {@code prometheus.yml}, as the test needs it
     * @param launcher words before the command; may be empty
     */
    PrometheusProcess(Path folder, String config, List<String> launcher) throws IOException {
        Path file = folder.resolve("prometheus.yml");
        Files.writeString(folder.resolve("faas.rules.yml"), faster(MonitoringFiles.file("faas.rules.yml")));
        Files.writeString(file, faster(config.replaceAll("rule_files: \\[.*]", "rule_files: [faas.rules.yml]")));
        PrometheusBinary.check("check", "config", file.toString());
        int port = Tasks.refusingPort();
        Stream<String> command = Stream.of(
                PrometheusBinary.folder().resolve("prometheus").toString(),
                "--config.file=" + file,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port,
                "--log.level=warn");
        process = new ProcessBuilder(Stream.concat(launcher.stream(), command).toList())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
        api = new PrometheusApi(port);
        Await.until("Prometheus", LIMIT, api::isReady, ready -> ready);
    }

    private static String faster(String file) {
        return file.replaceAll("_interval: 5s", "_interval: 500ms").replaceAll("for: \\S+", "for: 0s");
    }

    PrometheusApi api() {
        return api;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
