package faas.gateway.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The h2spec program, as a Maven artefact carries it for Linux on x86-64. */
final class H2spec {
    private static final String ARCHIVE = "/h2spec/2.2.0/h2spec_linux_amd64.tar.gz";

    /** A whole run takes seconds; twenty cases that each reach their own timeout of two seconds still fit. */
    private static final Duration RUN_LIMIT = Duration.ofSeconds(60);

    private final Path program;

    private H2spec(Path program) {
        this.program = program;
    }

    /**
     * The result of one case. Its name is the section and its number in there, since two cases may have one title; the detail says what h2spec expected and what it received, or is empty.
     */
    record Case(String name, String what, Result result, String detail) {}

    enum Result {
        PASSED,
        FAILED,
        SKIPPED
    }

    /** Unpacks the program into the folder. */
    static H2spec in(Path folder) throws IOException, InterruptedException {
        assertTrue(
                System.getProperty("os.name").equals("Linux")
                        && System.getProperty("os.arch").equals("amd64"),
                "h2spec is there for Linux on x86-64 only: run `make conformance` on such a machine");
        try (InputStream archive = H2spec.class.getResourceAsStream(ARCHIVE)) {
            assertTrue(archive != null, ARCHIVE + " is not on the class path: run the tests with Maven");
            Path copy = folder.resolve("h2spec.tar.gz");
            Files.copy(archive, copy);
            Process tar = new ProcessBuilder("tar", "-xzf", copy.toString(), "-C", folder.toString())
                    .inheritIO()
                    .start();
            assertEquals(0, tar.waitFor(), "tar could not unpack " + ARCHIVE);
        }
        return new H2spec(folder.resolve("h2spec"));
    }

    /** Runs every case against the path at a port of this machine. */
    List<Case> run(int port, String path, boolean tls) throws Exception {
        Path report = program.resolveSibling("report.xml");
        File output = program.resolveSibling("output.txt").toFile();
        List<String> command = new ArrayList<>(
                List.of(program.toString(), "-h", "127.0.0.1", "-p", "" + port, "-P", path, "-j", report.toString()));
        if (tls) {
            command.addAll(List.of("-t", "-k"));
        }
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        try {
            assertTrue(process.waitFor(RUN_LIMIT.toSeconds(), TimeUnit.SECONDS), "h2spec ran longer than " + RUN_LIMIT);
        } finally {
            process.destroyForcibly();
        }
        assertTrue(Files.exists(report), () -> "h2spec wrote no report: " + read(output));
        return cases(report);
    }

    private static List<Case> cases(Path report) throws Exception {
        NodeList nodes = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(report.toFile())
                .getElementsByTagName("testcase");
        List<Case> cases = new ArrayList<>();
        Map<String, Integer> numbers = new HashMap<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            if (nodes.item(i) instanceof Element node) {
                String section = node.getAttribute("package");
                cases.add(new Case(
                        section + "/" + numbers.merge(section, 1, Integer::sum),
                        node.getAttribute("classname"),
                        result(node),
                        node.getTextContent().strip().replaceAll("\\s+", " ")));
            }
        }
        return cases;
    }

    private static Result result(Element node) {
        if (node.getElementsByTagName("skipped").getLength() > 0) {
            return Result.SKIPPED;
        }
        boolean failed = node.getElementsByTagName("failure").getLength() > 0
                || node.getElementsByTagName("error").getLength() > 0;
        return failed ? Result.FAILED : Result.PASSED;
    }

    private static String read(File file) {
        try {
            return Files.readString(file.toPath());
        } catch (IOException e) {
            return e.toString();
        }
    }
}
