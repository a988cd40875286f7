package faas.runtime.log;

import faas.runtime.answer.Quoted;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Lines on standard output, each in one write and beginning with the time. Safe for any thread. */
public final class Log {

    private final PrintStream out;
    private final InstantSource clock;

    public Log(PrintStream out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
    }

    /** Whatever the locale: in a container it is often one that knows ASCII only. */
    public static Log toStandardOutput(InstantSource clock) {
        return new Log(new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8), clock);
    }

    public void line(String text) {
        out.print(now() + " " + text + "\n");
    }

    /** A call that is over. The path is without its query, which may hold what is nobody's business. */
    public void call(String callId, String method, String path, int status, Duration took) {
        line("call=%s %s %s %d %s ms"
                .formatted(callId, Quoted.escaped(method), Quoted.escaped(Quoted.cut(path)), status, millis(took)));
    }

    /** The function threw what it should not have. */
    public void failure(String callId, Throwable failure) {
        line("call=%s failed: %s".formatted(callId, FailureText.of(failure)));
    }

    private String now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static String millis(Duration took) {
        return String.format(Locale.ROOT, "%.1f", took.toNanos() / 1e6);
    }
}
