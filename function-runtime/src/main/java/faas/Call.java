package faas;

import faas.runtime.log.Level;
import faas.runtime.log.Log;
import faas.runtime.server.Request;
import java.time.Instant;
import java.util.NoSuchElementException;
import java.util.Optional;

/** The current call. Thread-safe: it can be passed to threads that the function starts. */
public final class Call {

    static final ScopedValue<Call> CURRENT = ScopedValue.newInstance();

    private final Request request;
    private final Log log;

    Call(Request request, Log log) {
        this.request = request;
        this.log = log;
    }

    /**
     * The call that runs on this thread.
     *
     * @throws IllegalStateException no call runs on this thread
     */
    public static Call current() {
        try {
            return CURRENT.get();
        } catch (NoSuchElementException none) {
            throw new IllegalStateException("no call runs on this thread: pass Call.current() to it", none);
        }
    }

    /** The id that identifies the call in every log. Send it as {@code X-Call-Id} when calling another function. */
    public String id() {
        return request.callId();
    }

    public String method() {
        return request.method();
    }

    /** {@code /}, or any path if {@code FAAS_SUB_PATHS} is set. */
    public String path() {
        return request.path();
    }

    /** The first value of a request header. The name is not case-sensitive. */
    public Optional<String> header(String name) {
        return request.headers().first(name);
    }

    /** The time at which the client gets a 504. */
    public Instant deadline() {
        return request.deadline();
    }

    /**
     * Whether the call has timed out, its client has disconnected, or the server is stopping. The thread that the
     * function was called on is then interrupted.
     */
    public boolean cancelled() {
        return request.cancelled().getAsBoolean();
    }

    /** Writes a line with the call's id to the log. */
    public void log(String message) {
        log.line(Level.INFO, id(), message);
    }
}
