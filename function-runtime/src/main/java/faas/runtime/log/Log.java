package faas.runtime.log;

import faas.runtime.response.Quoted;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Writes lines to standard output as text or JSON. Each starts with the time, and is not split. Thread-safe. */
public final class Log {

    private static final long NANOS_PER_TENTH = 100_000;
    private static final int NANOS_PER_MILLI = 1_000_000;

    /** Characters of calls that wait to be written. More are written at once. */
    private static final int MOST_PENDING = 8 * 1024;

    private final PrintStream out;
    private final InstantSource clock;
    private final boolean json;

    /** Lines of calls that are not written yet. It is also the lock of the output. */
    private final StringBuilder pending = new StringBuilder();

    private volatile Second second = new Second(Long.MIN_VALUE, "");

    /** The beginning of a timestamp, which all lines of one second share. */
    private record Second(long epochSecond, String text) {}

    public Log(PrintStream out, InstantSource clock, boolean json) {
        this.out = out;
        this.clock = clock;
        this.json = json;
    }

    /** Always UTF-8: the locale of a container is often ASCII. */
    public static Log toStandardOutput(InstantSource clock, boolean json) {
        return new Log(
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8), clock, json);
    }

    public Instant now() {
        return clock.instant();
    }

    public void line(String text) {
        line(Level.INFO, text);
    }

    public void line(Level level, String text) {
        print(level, json ? message(text) : text);
    }

    /** A line of a call. Its text may come from anywhere and is escaped. */
    public void line(Level level, String callId, String text) {
        print(level, json ? call(callId) + message(text) : "call=" + callId + " " + Quoted.escaped(text));
    }

    /** A completed call. It is written with the next line, or by {@link #flush}. */
    public void call(CallLogEntry entry) {
        String line = complete(entry.status() < 500 ? Level.INFO : Level.ERROR, json ? jsonOf(entry) : textOf(entry));
        synchronized (pending) {
            pending.append(line);
            if (pending.length() > MOST_PENDING) {
                flush();
            }
        }
    }

    /** Writes the lines of completed calls, all at once. */
    public void flush() {
        synchronized (pending) {
            if (!pending.isEmpty()) {
                String lines = pending.toString();
                pending.setLength(0);
                print(lines);
            }
        }
    }

    /** An unexpected exception of the function. */
    public void failure(String callId, Throwable failure) {
        String text = "failed: " + FailureText.of(failure);
        print(Level.ERROR, json ? call(callId) + message(text) : "call=" + callId + " " + text);
    }

    private void print(Level level, String rest) {
        String line = complete(level, rest);
        synchronized (pending) {
            flush();
            print(line);
        }
    }

    /** In one write, so that nothing that the function prints gets into the middle of a line. */
    private void print(String lines) {
        byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
        out.write(bytes, 0, bytes.length);
    }

    private String complete(Level level, String rest) {
        String time = timestamp(now());
        return json
                ? "{\"time\":\"" + time + "\",\"level\":\"" + level.word() + "\"," + rest + "}\n"
                : time + " " + level.name() + " " + rest + "\n";
    }

    /**
     * The time in milliseconds as {@link Instant} formats it. It is formatted once a second: most lines share the
     * second of the last one.
     */
    private String timestamp(Instant now) {
        Second known = second;
        if (known.epochSecond() != now.getEpochSecond()) {
            String text = now.truncatedTo(ChronoUnit.SECONDS).toString();
            known = new Second(now.getEpochSecond(), text.substring(0, text.length() - 1));
            second = known;
        }
        int millis = now.getNano() / NANOS_PER_MILLI;
        return millis == 0
                ? known.text() + "Z"
                : known.text() + "." + Integer.toString(1_000 + millis).substring(1) + "Z";
    }

    private static String message(String text) {
        return "\"message\":" + Quoted.json(text);
    }

    private static String call(String callId) {
        return "\"call\":" + Quoted.json(callId) + ",";
    }

    private static String textOf(CallLogEntry entry) {
        return "call=" + entry.callId() + " " + Quoted.escaped(entry.method()) + " "
                + Quoted.escaped(Quoted.cut(entry.path())) + " " + entry.status() + " " + entry.bytes() + " B "
                + millis(entry.tookNanos()) + " ms in_flight=" + entry.inFlight();
    }

    private static String jsonOf(CallLogEntry entry) {
        return call(entry.callId()) + "\"method\":" + Quoted.json(entry.method()) + ",\"path\":"
                + Quoted.json(Quoted.cut(entry.path())) + ",\"status\":" + entry.status() + ",\"bytes\":"
                + entry.bytes()
                + ",\"ms\":" + millis(entry.tookNanos()) + ",\"in_flight\":" + entry.inFlight();
    }

    private static String millis(long nanos) {
        long tenths = (nanos + NANOS_PER_TENTH / 2) / NANOS_PER_TENTH;
        return tenths / 10 + "." + tenths % 10;
    }
}
