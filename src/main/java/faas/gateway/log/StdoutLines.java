package faas.gateway.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Writes the lines of the access log to stdout in batches, on a thread of its own. Thread-safe.
 *
 * <p>One write per line would be the most expensive part of logging. So a line waits for others, but for
 * {@link #MAX_DELAY_NANOS} at most. If the reader of stdout is slow and the buffer is full, the threads that log wait.
 * Instantiated by logback.
 */
public final class StdoutLines extends UnsynchronizedAppenderBase<ILoggingEvent> {
    /** Bytes that may wait for a slow reader: about 5,000 lines. */
    static final int BUFFER_BYTES = 1024 * 1024;

    /** Bytes that are written at once. They still fit into a processor's cache. */
    private static final int BATCH_BYTES = 128 * 1024;

    /** A longer message is cut. The longest path, escaped, has a twentieth of this. */
    private static final int MAX_MESSAGE_BYTES = 64 * 1024;

    private static final long MAX_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** How long the end of the program waits for a reader that does not read. */
    private static final long STOP_TIMEOUT_MILLIS = 1_000;

    private static final DateTimeFormatter TO_THE_SECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.", Locale.ROOT);
    private static final int MAX_EXTRA_BYTES = 96;

    private final PrintStream out;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition linesWaiting = lock.newCondition();
    private final Condition spaceFreed = lock.newCondition();
    private byte[] filling = new byte[BUFFER_BYTES];
    private byte[] other = new byte[BUFFER_BYTES];
    private int filled;
    private long second = Long.MIN_VALUE;
    private byte[] secondText = new byte[0];
    private final byte[] beforeTime;
    private final byte[] afterTime;
    private boolean stopping;
    private @Nullable Thread writer;

    /** @param json whether messages are the members of a JSON object, to which the time is added */
    public StdoutLines(boolean json) {
        this(System.out, json);
    }

    StdoutLines(PrintStream out, boolean json) {
        this.out = out;
        this.beforeTime = bytes(json ? "{\"@timestamp\":\"" : "");
        this.afterTime = bytes(json ? "Z\",\"log.level\":\"INFO\",\"log.logger\":\"access\"," : "Z INFO  access ");
    }

    private static byte[] bytes(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void start() {
        Thread thread = new Thread(this::writeUntilStopped, "access-log");
        thread.setDaemon(true);
        thread.start();
        writer = thread;
        super.start();
    }

    /** Writes what waits. */
    @Override
    public void stop() {
        super.stop();
        lock.lock();
        try {
            stopping = true;
            linesWaiting.signal();
            spaceFreed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            if (writer != null) {
                writer.join(STOP_TIMEOUT_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        byte[] message = event.getFormattedMessage().getBytes(StandardCharsets.UTF_8);
        int length = Math.min(message.length, MAX_MESSAGE_BYTES);
        lock.lock();
        try {
            while (filled + length + MAX_EXTRA_BYTES > BUFFER_BYTES && !stopping) {
                spaceFreed.awaitUninterruptibly();
            }
            if (stopping) {
                return;
            }
            int before = filled;
            put(beforeTime, beforeTime.length);
            putTime(event.getTimeStamp());
            put(afterTime, afterTime.length);
            put(message, length);
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
