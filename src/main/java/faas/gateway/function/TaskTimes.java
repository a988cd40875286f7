package faas.gateway.function;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * When a task began and when its state last changed, as Swarm wrote it, such as {@code 2026-01-31T12:30:00.123456789Z}; empty if it
 * is not known. They stay texts, since they are read much more often than shown.
 *
 * @param created when Swarm created the task
 * @param changed when it reached its state
 */
public record TaskTimes(String created, String changed) {
    public static final TaskTimes UNKNOWN = new TaskTimes("", "");

    /** A time as Swarm writes it; empty for any other text. */
    public static Optional<Instant> instant(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
