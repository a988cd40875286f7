package faas.gateway.trace;

import java.util.List;
import java.util.Map;

/** The trace that a call belongs to. Used by one IO thread. */
public interface CallTrace {
    /** The trace's id; empty if the call belongs to none. */
    String traceId();

    /** The value of {@code traceparent} for the task; empty for none. */
    String parentForTask();

    /** The values of {@code tracestate} for the task. */
    List<String> states();

    /** Whether spans are made of the call, so that attributes are needed. */
    default boolean isRecorded() {
        return false;
    }

    /** An attempt begins. */
    default void attemptStarted() {}

    /**
     * The latest attempt has ended.
     *
     * @param name the span's name
     * @param fault what went wrong; empty if nothing did
     */
    default void attemptEnded(String name, String fault, Map<String, Object> attributes) {}

    /** The call has ended; likewise. */
    default void ended(String name, String fault, Map<String, Object> attributes) {}
}
