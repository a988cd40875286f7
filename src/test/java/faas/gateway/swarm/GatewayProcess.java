package faas.gateway.swarm;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** The gateway's process in its container, as the machine sees it; the Engine must be on this machine. */
final class GatewayProcess {
    /** The last line of a class histogram: all instances and their bytes. */
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)$");

    /** The bytes of dead space that a collection has left where it was, which a histogram lists like an object. */
    private static final Pattern FILLER =
            Pattern.compile("(?m)^ *\\d+: +\\d+ +(\\d+) +\\S*jdk\\.internal\\.vm\\.Filler.*$");

    /** Of a class histogram: number, instances, bytes and name. */
    private static final Pattern CLASS = Pattern.compile("(?m)^ *\\d+: +\\d+ +\\d+ .*$");

    private static final int LARGEST = 60;

    /** Of a line of /proc/net/tcp: the local and the remote port, and the state, all in hexadecimal. */
    private static final Pattern CONNECTION =
            Pattern.compile("(?m)^ *\\d+: [0-9A-F]+:([0-9A-F]{4}) [0-9A-F]+:([0-9A-F]{4}) ([0-9A-F]{2}) ");

    private static final String ESTABLISHED = "01";

    /** The other side has closed, and we have not. */
    private static final String CLOSE_WAIT = "08";

    private static final int FUNCTION_PORT = 8080;

    private final Docker docker;
    private final String container;
    private final String pid;

    /**
     * What was seen at one moment.
     *
     * @param heapKib live objects
     * @param largest the classes with the most bytes, each a line
     */
    record Reading(long residentKib, long heapKib, int threads, int files, List<String> largest) {}

    /**
     * The connections of the gateway.
     *
     * @param toTasks those open to tasks
     * @param closedByOthers those that only the gateway keeps
     */
    record Connections(long toTasks, long closedByOthers) {}

    GatewayProcess(Docker docker, String container) {
        this.docker = docker;
        this.container = container;
        this.pid =
                docker.lines("inspect", "--format", "{{.State.Pid}}", container).getFirst();
        jcmd("VM.version");
    }

    /** After a full collection, which counting the live objects begins with: what is allocated under load afterwards does not count. */
    Reading read() {
        String histogram = jcmd("GC.class_histogram");
        long heapKib = (bytes(TOTAL, histogram) - bytes(FILLER, histogram)) / 1024;
        List<String> largest = CLASS.matcher(histogram)
                .results()
                .map(MatchResult::group)
                .limit(LARGEST)
                .toList();
        List<String> status = docker.lines("exec", container, "cat", "/proc/1/status");
        String user = docker.lines("exec", container, "stat", "--format", "%u:%g", "/proc/1")
                .getFirst();
        int files = docker.lines("exec", "--user", user, container, "ls", "/proc/1/fd")
                .size();
        return new Reading(field(status, "VmRSS"), heapKib, (int) field(status, "Threads"), files, largest);
    }

    private static long bytes(Pattern lines, String histogram) {
        return lines.matcher(histogram)
                .results()
                .mapToLong(line -> Long.parseLong(line.group(1)))
                .sum();
    }

    Connections connections() {
        String tables =
                String.join("\n", docker.lines("exec", container, "cat", "/proc/1/net/tcp", "/proc/1/net/tcp6"));
        List<MatchResult> all = CONNECTION.matcher(tables).results().toList();
        return new Connections(
                all.stream()
                        .filter(c -> port(c, 2) == FUNCTION_PORT && c.group(3).equals(ESTABLISHED))
                        .count(),
                all.stream().filter(c -> c.group(3).equals(CLOSE_WAIT)).count());
    }

    private static int port(MatchResult connection, int group) {
        return Integer.parseInt(connection.group(group), 16);
    }

    /** Calls that hold a lease, as the admin port tells it. */
    int leases() {
        String answer = Stack.adminPage(docker, container, "/system/table");
        JsonElement functions = JsonParser.parseString(answer.substring(answer.indexOf('[')));
        return StreamSupport.stream(functions.getAsJsonArray().spliterator(), false)
                .flatMap(function -> StreamSupport.stream(
                        function.getAsJsonObject().getAsJsonArray("tasks").spliterator(), false))
                .mapToInt(task -> task.getAsJsonObject().get("inFlight").getAsInt())
                .sum();
    }

    private String jcmd(String command) {
        try {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            pid,
                            command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError("jcmd cannot reach the gateway, process " + pid
                        + "; the Engine must be on this machine, and this run as root: " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    private static long field(List<String> status, String name) {
        return status.stream()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(line ->
                        Long.parseLong(Arrays.asList(line.split("\\s+", -1)).get(1)))
                .findFirst()
                .orElseThrow();
    }
}
