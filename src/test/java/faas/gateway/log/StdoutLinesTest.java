package faas.gateway.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import faas.gateway.Await;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StdoutLinesTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final CountDownLatch reading = new CountDownLatch(1);
    private volatile Instant now = Instant.parse("2026-02-03T04:05:06.789Z");
    private final StdoutLines lines = StdoutLines.start(new PrintStream(new SlowReader()), false, () -> now);

    /** A stdout whose reader starts late. */
    private final class SlowReader extends OutputStream {
        @Override
        public void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            try {
                reading.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            written.write(bytes, from, length);
        }
    }

    @AfterEach
    void stop() {
        reading.countDown();
        lines.close();
    }

    @Test
    void a_line_as_json_is_one_object_with_the_time() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StdoutLines json = StdoutLines.start(new PrintStream(out), true, () -> now);

        json.add(new StringBuilder("\"call\":\"id1\"}"));
        json.close();

        assertEquals(
                "{\"@timestamp\":\"2026-02-03T04:05:06.789Z\",\"log.level\":\"INFO\",\"log.logger\":\"access\",\"call\":\"id1\"}\n",
                out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void a_line_has_the_time_in_utc_with_milliseconds() {
        reading.countDown();

        now = Instant.parse("1969-12-31T23:59:59.007Z");
        log("a=1");
        now = Instant.parse("2026-02-03T04:05:06.789Z");
        log("a=2");
        lines.close();

        assertEquals("""
                1969-12-31T23:59:59.007Z INFO  access a=1
                2026-02-03T04:05:06.789Z INFO  access a=2
                """, text());
    }

    @Test
    void a_single_line_is_written_too() {
        reading.countDown();

        log("alone");

        Await.until("the line", TIMEOUT, this::text, text -> text.endsWith("alone\n"));
    }

    @Test
    void a_line_is_utf8_complete_up_to_64_kib_and_independent_of_later_changes() {
        reading.countDown();
        List<String> texts = List.of("x".repeat(5_000), "caller=Zoë 🙂" + "é".repeat(2_000), "", "y".repeat(65_536));
        StringBuilder reused = new StringBuilder();

        for (String text : texts) {
            reused.setLength(0);
            lines.add(reused.append(text));
        }
        log("z".repeat(65_537));
        lines.close();

        List<String> messages = text().lines()
                .map(line -> line.substring("2026-02-03T04:05:06.789Z INFO  access ".length()))
                .toList();
        assertEquals(texts, messages.subList(0, texts.size()));
        assertEquals("z".repeat(65_536), messages.getLast());
    }

    @Test
    void with_a_slow_reader_logging_blocks_and_no_line_is_lost() {
        int count = 4 * StdoutLines.BUFFER_BYTES / 100;
        String padding = "x".repeat(100);
        Thread writer =
                Thread.startVirtualThread(() -> IntStream.range(0, count).forEach(i -> log(i + padding)));
        Await.until("the writer to wait", TIMEOUT, writer::getState, state -> state == Thread.State.WAITING);

        reading.countDown();

        List<String> all =
                Await.until("every line", TIMEOUT, () -> text().lines().toList(), l -> l.size() == count);
        assertEquals(
                IntStream.range(0, count).mapToObj(i -> i + padding).toList(),
                all.stream()
                        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                        .toList());
    }

    private void log(String line) {
        lines.add(new StringBuilder(line));
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }
}
