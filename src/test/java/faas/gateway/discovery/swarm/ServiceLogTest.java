package faas.gateway.discovery.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import faas.gateway.function.LogLine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServiceLogTest {
    private static final String DETAILS =
            "com.docker.swarm.node.id=n1,com.docker.swarm.service.id=s1,com.docker.swarm.task.id=t1";

    @Test
    void frames_are_lines_with_their_task_and_time() throws IOException {
        byte[] log = frames(
                frame(1, "2026-01-01T00:00:00.5Z " + DETAILS + " hello you\n"),
                frame(2, "2026-01-01T00:00:01Z " + DETAILS + " \n"));

        assertEquals(
                List.of(
                        new LogLine("t1", "2026-01-01T00:00:00.5Z", "hello you"),
                        new LogLine("t1", "2026-01-01T00:00:01Z", "")),
                read(log));
    }

    @Test
    void what_docker_says_of_a_lost_node_is_a_line_of_no_task() throws IOException {
        assertEquals(
                List.of(new LogLine("", "", "warning: incomplete log stream: node n2 is not available")),
                read(frame(3, "warning: incomplete log stream: node n2 is not available\n")));
    }

    @Test
    void the_log_of_a_terminal_has_plain_lines() throws IOException {
        String log = "2026-01-01T00:00:00Z " + DETAILS + " hello\r\n2026-01-01T00:00:01Z " + DETAILS + " you";

        assertEquals(
                List.of(
                        new LogLine("t1", "2026-01-01T00:00:00Z", "hello"),
                        new LogLine("t1", "2026-01-01T00:00:01Z", "you")),
                read(log.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void a_line_that_is_too_long_is_cut_and_the_next_one_is_whole() throws IOException {
        List<LogLine> lines = read(frames(
                frame(1, "2026-01-01T00:00:00Z " + DETAILS + " " + "x".repeat(1_000_000) + "\n"),
                frame(1, "2026-01-01T00:00:01Z " + DETAILS + " next\n")));

        assertEquals(true, lines.getFirst().text().length() < 65_536);
        assertEquals("next", lines.getLast().text());
    }

    @Test
    void a_log_that_breaks_off_in_a_frame_is_an_error() {
        byte[] whole = frame(1, "2026-01-01T00:00:00Z " + DETAILS + " hello\n");
        for (int length : new int[] {whole.length - 1, 8}) {
            byte[] part = Arrays.copyOf(whole, length);

            assertThrows(EOFException.class, () -> read(part), length + " bytes");
        }
    }

    @Test
    void an_empty_log_has_no_line() throws IOException {
        assertEquals(List.of(), read(new byte[0]));
    }

    private static List<LogLine> read(byte[] bytes) throws IOException {
        ServiceLog log = new ServiceLog(new ByteArrayInputStream(bytes));
        List<LogLine> lines = new ArrayList<>();
        for (Optional<LogLine> line = log.next(); line.isPresent(); line = log.next()) {
            lines.add(line.get());
        }
        return lines;
    }

    private static byte[] frames(byte[]... frames) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] frame : frames) {
            all.writeBytes(frame);
        }
        return all.toByteArray();
    }

    private static byte[] frame(int stream, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + bytes.length)
                .put((byte) stream)
                .position(4)
                .putInt(bytes.length)
                .put(bytes)
                .array();
    }
}
