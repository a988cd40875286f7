package faas.runtime.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LogTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Log log = new Log(
            new PrintStream(bytes, true, UTF_8),
            InstantSource.fixed(Instant.parse("2026-01-02T03:04:05.006789Z")),
            false);

    @Test
    void a_call_is_one_line() {
        log.call(new CallLogEntry("abc", "GET", "/", 200, 12, 1_250_000, 3));

        assertEquals("2026-01-02T03:04:05.006Z INFO call=abc GET / 200 12 B 1.3 ms in_flight=3\n", text());
    }

    @Test
    void a_timestamp_is_the_instant_in_milliseconds_whatever_was_logged_before() {
        var now = new AtomicReference<>(Instant.EPOCH);
        var ticking = new Log(new PrintStream(bytes, true, UTF_8), now::get, false);
        for (String time : List.of(
                "2026-01-02T03:04:05.006789Z",
                "2026-01-02T03:04:05Z",
                "2026-01-02T03:04:05.999999Z",
                "2026-01-02T03:04:06.100Z",
                "2026-01-02T03:04:05.0005Z",
                "1969-12-31T23:59:59.250Z")) {
            bytes.reset();
            now.set(Instant.parse(time));

            ticking.line("x");

            assertEquals(now.get().truncatedTo(ChronoUnit.MILLIS) + " INFO x\n", text());
        }
    }

    @Test
    void lines_of_calls_are_written_together_and_before_any_later_line() {
        log.call(new CallLogEntry("a", "GET", "/", 200, 12, 1_250_000, 3));
        log.call(new CallLogEntry("b", "GET", "/", 200, 12, 1_250_000, 3));
        assertEquals("", bytes.toString(UTF_8));

        log.line("later");

        assertEquals(
                List.of("INFO call=a GET", "INFO call=b GET", "INFO later"),
                bytes.toString(UTF_8)
                        .lines()
                        .map(line -> line.split(" ", 2)[1].split(" / ", 2)[0])
                        .toList());
    }

    @Test
    void a_path_cannot_forge_a_line_or_fill_the_log() {
        log.call(new CallLogEntry("abc", "GET", "/a\nb\u001b" + "x".repeat(1000), 404, 0, 0, 0));

        assertEquals(
                "2026-01-02T03:04:05.006Z INFO call=abc GET /a\\nb\\u001b%s… 404 0 B 0.0 ms in_flight=0\n"
                        .formatted("x".repeat(59)),
                text());
    }

    @Test
    void a_message_of_a_call_cannot_forge_a_line() {
        log.line(Level.INFO, "abc", "one\ntwo");

        assertEquals("2026-01-02T03:04:05.006Z INFO call=abc one\\ntwo\n", text());
    }

    @Test
    void every_line_can_be_json() {
        var json = new Log(
                new PrintStream(bytes, true, UTF_8), InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z")), true);

        json.call(new CallLogEntry("abc", "GET", "/\"", 500, 12, 1_250_000, 3));
        json.line("serving");
        json.line(Level.WARN, "abc", "slow");

        assertEquals("""
                {"time":"2026-01-02T03:04:05Z","level":"error","call":"abc","method":"GET","path":"/\\"","status":500,\
                "bytes":12,"ms":1.3,"in_flight":3}
                {"time":"2026-01-02T03:04:05Z","level":"info","message":"serving"}
                {"time":"2026-01-02T03:04:05Z","level":"warn","call":"abc","message":"slow"}
                """, text());
    }

    @Test
    void a_failure_is_logged_with_its_causes_and_escaped_messages() {
        log.failure("abc", new IllegalStateException("first\nline", new RuntimeException("why")));

        assertTrue(
                text().startsWith(
                                "2026-01-02T03:04:05.006Z ERROR call=abc failed: java.lang.IllegalStateException: first\\nline\n    at faas."));
        assertTrue(text().contains("\n  caused by java.lang.RuntimeException: why\n    at faas."));
    }

    @Test
    void an_endless_recursion_does_not_fill_the_log() {
        try {
            recurse(1);
        } catch (StackOverflowError deep) {
            log.failure("abc", deep);
        }

        assertEquals(52, text().lines().count());
        assertTrue(text().endsWith("    …\n"));
    }

    @SuppressWarnings("InfiniteRecursion")
    private static int recurse(int n) {
        return 1 + recurse(n + 1);
    }

    private String text() {
        log.flush();
        return bytes.toString(UTF_8);
    }
}
