package faas.gateway.discovery.swarm;

import faas.gateway.function.LogLine;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads the response to {@code GET /services/{id}/logs}: frames of one line each, or plain lines if the service has a
 * terminal. A line begins with its time and the ids of node, service and task.
 *
 * @see <a href="https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerAttach">the
 *     format of the frames</a>
 */
public final class ServiceLog {
    /** What is longer is cut. Docker itself cuts lines at 16 KiB. */
    private static final int MAX_LINE_BYTES = 64 * 1024;

    private static final int HEADER_BYTES = 8;

    /** Streams 0 to 2 are the task's; Docker writes its own errors to the third. */
    private static final int DOCKERS_OWN = 3;

    private static final String TASK = "com.docker.swarm.task.id=";

    private final InputStream in;
    private final byte[] header = new byte[HEADER_BYTES];
    private boolean begun;
    private boolean plain;

    public ServiceLog(InputStream in) {
        this.in = in;
    }

    /** The next line; empty at the end. Blocks. */
    public Optional<LogLine> next() throws IOException {
        int read = plain ? 0 : in.readNBytes(header, 0, HEADER_BYTES);
        if (!plain && read == 0) {
            return Optional.empty();
        }
        if (!begun) {
            begun = true;
            plain = read < HEADER_BYTES || !isFrame();
            return plain ? plainLine(new String(header, 0, read, StandardCharsets.UTF_8)) : Optional.of(frame());
        }
        if (plain) {
            return plainLine("");
        }
        if (read < HEADER_BYTES || !isFrame()) {
            throw new EOFException("Docker's log stream broke off");
        }
        return Optional.of(frame());
    }

    private boolean isFrame() {
        return header[0] >= 0 && header[0] <= DOCKERS_OWN && header[1] == 0 && header[2] == 0 && header[3] == 0;
    }

    private LogLine frame() throws IOException {
        long length = Integer.toUnsignedLong(ByteBuffer.wrap(header).getInt(4));
        byte[] bytes = in.readNBytes((int) Math.min(length, MAX_LINE_BYTES));
        if (bytes.length < Math.min(length, MAX_LINE_BYTES)) {
            throw new EOFException("Docker's log stream broke off");
        }
        in.skipNBytes(length - bytes.length);
        String text = new String(bytes, StandardCharsets.UTF_8);
        return header[0] == DOCKERS_OWN ? new LogLine("", "", text.strip()) : line(text);
    }

    private Optional<LogLine> plainLine(String begin) throws IOException {
        StringBuilder text = new StringBuilder(begin);
        int lineBreak = begin.indexOf('\n');
        if (lineBreak >= 0) {
            throw new IOException("Docker's log has a line that is too short to have a time");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int next = in.read();
        if (next < 0 && begin.isEmpty()) {
            return Optional.empty();
        }
        while (next >= 0 && next != '\n') {
            if (bytes.size() < MAX_LINE_BYTES) {
                bytes.write(next);
            }
            next = in.read();
        }
        return Optional.of(
                line(text.append(bytes.toString(StandardCharsets.UTF_8)).toString()));
    }

    /** {@code TIME KEY=VALUE,KEY=VALUE TEXT}. */
    private static LogLine line(String line) {
        String[] parts = line.split(" ", 3);
        if (parts.length < 3) {
            return new LogLine("", "", line.stripTrailing());
        }
        String task = "";
        for (String detail : parts[1].split(",", -1)) {
            task = detail.startsWith(TASK) ? detail.substring(TASK.length()) : task;
        }
        return new LogLine(task, parts[0], parts[2].replaceFirst("\\R\\z", ""));
    }
}
