package faas.gateway.http.reply;

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
 * Carries the lines of the access log to stdout in large pieces, on a thread of its own. Thread-safe.
 *
 * <p>One write for each line would cost more than all else a line takes. So a line waits for others, but no longer than
 * {@link #PAUSE_NANOS}; for a slow reader of stdout it waits as long as it must, and so do those who log once the room for
 * that is used up. Made by logback, as its configuration says.
 */
public final class AccessLines extends UnsynchronizedAppenderBase<ILoggingEvent> {
    /** Bytes that may wait for a slow reader, some 5,000 lines. */
    static final int ROOM_BYTES = 1024 * 1024;

    /** Bytes worth a write at once: few enough to stay in a processor's cache until they are written. */
    private static final int PIECE_BYTES = 128 * 1024;

    /** A longer message is cut; the longest path, escaped, has a twentieth of that. */
    private static final int MAX_MESSAGE_BYTES = 64 * 1024;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** How long the program's end waits for a reader who does not read. */
    private static final long LAST_WRITE_MILLIS = 1_000;

    private static final DateTimeFormatter TO_THE_SECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.", Locale.ROOT);
    private static final byte[] AFTER_TIME = "Z INFO  access ".getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_AROUND_MESSAGE = 64;

    private final PrintStream out;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition worthWriting = lock.newCondition();
    private final Condition room = lock.newCondition();
    private byte[] filling = new byte[ROOM_BYTES];
    private byte[] other = new byte[ROOM_BYTES];
    private int filled;
    private long second = Long.MIN_VALUE;
    private byte[] secondText = new byte[0];
    private boolean stopping;
    private @Nullable Thread writer;

    public AccessLines() {
        this(System.out);
    }

    AccessLines(PrintStream out) {
        this.out = out;
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
            worthWriting.signal();
            room.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            if (writer != null) {
                writer.join(LAST_WRITE_MILLIS);
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
            while (filled + length + MOST_AROUND_MESSAGE > ROOM_BYTES && !stopping) {
                room.awaitUninterruptibly();
            }
            if (stopping) {
                return;
            }
            int before = filled;
            putTime(event.getTimeStamp());
            put(AFTER_TIME, AFTER_TIME.length);
            put(message, length);
            filling[filled++] = '\n';
            if (before == 0 || (before < PIECE_BYTES && filled >= PIECE_BYTES)) {
                worthWriting.signal();
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
            byte[] piece;
            int length;
            lock.lock();
            try {
                awaitPiece();
                if (filled == 0) {
                    return;
                }
                piece = filling;
                length = filled;
                filling = other;
                other = piece;
                filled = 0;
                room.signalAll();
            } finally {
                lock.unlock();
            }
            // Through the stream that all else is logged to, whose lock keeps lines whole.
            out.write(piece, 0, length);
            out.flush();
        }
    }

    private void awaitPiece() {
        while (filled == 0 && !stopping) {
            worthWriting.awaitUninterruptibly();
        }
        long leftNanos = PAUSE_NANOS;
        while (filled < PIECE_BYTES && !stopping && leftNanos > 0) {
            try {
                leftNanos = worthWriting.awaitNanos(leftNanos);
            } catch (InterruptedException e) {
                return;
            }
        }
    }
}
