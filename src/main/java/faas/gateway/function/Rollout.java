package faas.gateway.function;

import java.util.Set;

/**
 * The latest update of a service, as Swarm reports it.
 *
 * @param state Swarm's name for its state, such as {@code updating}, {@code paused} or {@code rollback_completed}; empty if the
 *     service was never updated
 * @param message Swarm's message about it; may be empty
 * @param started when it began, as Swarm wrote it; empty if it is not known
 * @param pauseSeconds how long Swarm waits after a task before the next one, as the service says
 */
public record Rollout(String state, String message, String started, long pauseSeconds) {
    /** The service was never updated. */
    public static final Rollout NONE = new Rollout("", "");

    /** An update failed, and Swarm waits for the operator. */
    public static final String PAUSED = "paused";

    /** So did a rollback. */
    public static final String ROLLBACK_PAUSED = "rollback_paused";

    /** Swarm is taking the update back. */
    public static final String ROLLING_BACK = "rollback_started";

    /** Swarm has taken the update back. */
    public static final String ROLLED_BACK = "rollback_completed";

    private static final Set<String> IN_PROGRESS = Set.of("updating", ROLLING_BACK);

    /** An update of which no times are known. */
    public Rollout(String state, String message) {
        this(state, message, "", 0);
    }

    /** Whether an update or rollback is in progress. */
    public boolean isInProgress() {
        return IN_PROGRESS.contains(state);
    }

    /** Whether Swarm waits for the operator. */
    public boolean isPaused() {
        return state.equals(PAUSED) || state.equals(ROLLBACK_PAUSED);
    }
}
