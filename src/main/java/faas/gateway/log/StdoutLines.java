package faas.gateway.log;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes the lines of the access log to stdout in batches, on a thread of its own. Thread-safe.
 *
 * <p>One write per line would be the most expensive part of logging. So a line waits for others, but for
 * {@link #MAX_DELAY_NANOS} at most. If the reader of stdout is slow and the buffer is full, the threads that log wait.
 */
public final class StdoutLines implements LogLines, AutoCloseable {
    /** Bytes that may wait for a slow reader: about 5,000 lines. */
    static final int BUFFER_BYTES = 1024 * 1024;

    /** Bytes that are written at once. They still fit into a processor's cache. */
    private static final int BATCH_BYTES = 128 * 1024;

    /** A longer line is cut. The longest path, escaped, has a twentieth of this. */
    private static final int MAX_LINE_BYTES = 64 * 1024;

    /** Longer than nearly all lines. */
    private static final int CHARS_AT_ONCE = 1024;

    private static final long MAX_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** How long the end of the program waits for a reader that does not read. */
    private static final long STOP_TIMEOUT_MILLIS = 1_000;

    private static final DateTimeFormatter TO_THE_SECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.", Locale.ROOT);
    private static final int MAX_EXTRA_BYTES = 96;

    private final PrintStream out;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition linesWaiting = lock.newCondition();
    private final Condition spaceFreed = lock.newCondition();
    private byte[] filling = new byte[BUFFER_BYTES];
    private byte[] other = new byte[BUFFER_BYTES];
    private final char[] chars = new char[CHARS_AT_ONCE];
    private int filled;
    private long second = Long.MIN_VALUE;
    private byte[] secondText = new byte[0];
    private final byte[] beforeTime;
    private final byte[] afterTime;
    private boolean stopping;
    private final Thread writer = new Thread(this::writeUntilStopped, "access-log");

    private StdoutLines(PrintStream out, boolean json, InstantSource clock) {
        this.out = out;
        this.clock = clock;
        this.beforeTime = bytes(json ? "{\"@timestamp\":\"" : "");
        this.afterTime = bytes(json ? "Z\",\"log.level\":\"INFO\",\"log.logger\":\"access\"," : "Z INFO  access ");
    }

    private static byte[] bytes(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Starts the thread that writes.
     *
     * @param json whether lines are the members of a JSON object, to which the time is added
     */
    public static StdoutLines start(PrintStream out, boolean json, InstantSource clock) {
        StdoutLines started = new StdoutLines(out, json, clock);
        started.writer.setDaemon(true);
        started.writer.start();
        return started;
    }

    /** Writes what waits, for a second at most. Further lines are dropped. */
    @Override
    public void close() {
        lock.lock();
        try {
            stopping = true;
            linesWaiting.signal();
            spaceFreed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            writer.join(STOP_TIMEOUT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void add(StringBuilder line) {
        long nowMillis = clock.millis();
        lock.lock();
        try {
            while (filled + MAX_LINE_BYTES + MAX_EXTRA_BYTES > BUFFER_BYTES && !stopping) {
                spaceFreed.awaitUninterruptibly();
            }
            if (stopping) {
                return;
            }
            int before = filled;
            put(beforeTime, beforeTime.length);
            putTime(nowMillis);
            put(afterTime, afterTime.length);
            putText(line);
            filling[filled++] = '\n';
            if (before == 0 || (before < BATCH_BYTES && filled >= BATCH_BYTES)) {
                linesWaiting.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void putTime(long epochMillis) {
        long now = Math.floorDiv(epochMillis, 1_000);
        if (now != second) {
            second = now;
            secondText = LocalDateTime.ofEpochSecond(now, 0, ZoneOffset.UTC)
                    .format(TO_THE_SECOND)
                    .getBytes(StandardCharsets.US_ASCII);
        }
        put(secondText, secondText.length);
        int millis = (int) Math.floorMod(epochMillis, 1_000L);
        filling[filled++] = (byte) ('0' + millis / 100);
        filling[filled++] = (byte) ('0' + millis / 10 % 10);
        filling[filled++] = (byte) ('0' + millis % 10);
    }

    /** As UTF-8. The gateway's lines are ASCII. */
    private void putText(StringBuilder line) {
        int start = filled;
        int length = Math.min(line.length(), MAX_LINE_BYTES);
        int seen = 0;
        for (int from = 0; from < length; from += CHARS_AT_ONCE) {
            int count = Math.min(length - from, CHARS_AT_ONCE);
            line.getChars(from, from + count, chars, 0);
            for (int i = 0; i < count; i++) {
                seen |= chars[i];
                filling[filled + i] = (byte) chars[i];
            }
            filled += count;
        }
        if (seen >= 0x80) {
            filled = start;
            byte[] utf8 = line.toString().getBytes(StandardCharsets.UTF_8);
            put(utf8, Math.min(utf8.length, MAX_LINE_BYTES));
        }
    }

    private void put(byte[] bytes, int length) {
        System.arraycopy(bytes, 0, filling, filled, length);
        filled += length;
    }

    private void writeUntilStopped() {
        while (true) {
            byte[] batch;
            int length;
            lock.lock();
            try {
                awaitBatch();
                if (filled == 0) {
                    return;
                }
                batch = filling;
                length = filled;
                filling = other;
                other = batch;
                filled = 0;
                spaceFreed.signalAll();
            } finally {
                lock.unlock();
            }
            // All other logging uses this stream too, and its lock keeps lines complete.
            out.write(batch, 0, length);
            out.flush();
        }
    }

    private void awaitBatch() {
        while (filled == 0 && !stopping) {
            linesWaiting.awaitUninterruptibly();
        }
        long leftNanos = MAX_DELAY_NANOS;
        while (filled < BATCH_BYTES && !stopping && leftNanos > 0) {
            try {
                leftNanos = linesWaiting.awaitNanos(leftNanos);
            } catch (InterruptedException e) {
                return;
            }
        }
    }
}
