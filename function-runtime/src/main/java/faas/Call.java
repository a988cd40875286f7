package faas;

import faas.runtime.log.Level;
import faas.runtime.log.Log;
import faas.runtime.server.Request;
import java.time.Instant;
import java.util.NoSuchElementException;
import java.util.Optional;

/** The call that is running. Safe for any thread; it can be handed to threads the function starts. */
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
     * @throws IllegalStateException this thread is none that a call runs on
     */
    public static Call current() {
        try {
            return CURRENT.get();
        } catch (NoSuchElementException none) {
            throw new IllegalStateException("no call runs on this thread: hand Call.current() over to it", none);
        }
    }

    /** What the call is found by in every log. Send it along as {@code X-Call-Id} when calling another function. */
    public String id() {
        return request.callId();
    }

    public String method() {
        return request.method();
    }

    /** {@code /}, or with {@code FAAS_SUB_PATHS} any path below. */
    public String path() {
        return request.path();
    }

    /** The first value of a request's header, whose name may be in any case. */
    public Optional<String> header(String name) {
        return request.headers().first(name);
    }

    /** When the client is told that it took too long. */
    public Instant deadline() {
        return request.deadline();
    }

    /** Whether nobody waits for the response any more. The function's thread was interrupted when that came to be. */
    public boolean cancelled() {
        return request.cancelled().getAsBoolean();
    }

    /** A line in the log under the call's id. */
    public void log(String message) {
        log.line(Level.INFO, id(), message);
    }
}
