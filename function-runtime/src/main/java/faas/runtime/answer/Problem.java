package faas.runtime.answer;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Optional;

/**
 * Why a call has no answer of the function's.
 *
 * @param error the problem's one name, as a word for programs
 * @param parameters the parameters it is about, if it is about any
 */
public record Problem(int status, String error, String message, List<BadParameter> parameters) implements Reply {

    public Problem {
        parameters = List.copyOf(parameters);
    }

    private Problem(int status, String error, String message) {
        this(status, error, message, List.of());
    }

    public static Problem badParameters(List<BadParameter> bad) {
        String each = bad.stream()
                .map(parameter -> "%s: %s".formatted(parameter.name(), parameter.sentence()))
                .collect(joining("; "));
        return new Problem(400, "bad_parameter", "Bad parameter%s %s".formatted(bad.size() > 1 ? "s" : "", each), bad);
    }

    public static Problem tooManyParameters(int count, int most) {
        return new Problem(400, "too_many_parameters", "%d parameters, at most %d are read".formatted(count, most));
    }

    /** The function was called and said no. With several parameters only the function knows which of them it meant. */
    public static Problem refusedInput(List<BadParameter> parameters, String reason) {
        return new Problem(
                400,
                "refused_input",
                switch (parameters.size()) {
                    case 0 -> "The function refused: %s".formatted(reason);
                    case 1 ->
                        "Bad parameter %s: %s".formatted(parameters.getFirst().name(), reason);
                    default ->
                        "Bad parameters %s: %s"
                                .formatted(
                                        parameters.stream()
                                                .map(BadParameter::name)
                                                .collect(joining(", ")),
                                        reason);
                },
                parameters);
    }

    public static Problem noSuchPath() {
        return new Problem(404, "not_found", "The function answers at / and nowhere else");
    }

    public static Problem methodNotAllowed(String allowed) {
        return new Problem(405, "method_not_allowed", "The function is called with %s".formatted(allowed));
    }

    public static Problem bodyTooLarge(long mostBytes) {
        return new Problem(
                413, "body_too_large", "The body is over %d bytes, or does not say its length".formatted(mostBytes));
    }

    public static Problem tooManyCalls(int atOnce) {
        return new Problem(429, "too_many_calls", "%d calls are running already, try again".formatted(atOnce));
    }

    /** The function broke. The caller learns nothing of how; the log has it under the call's id. */
    public static Problem failed() {
        return new Problem(500, "function_failed", "The function failed");
    }

    public static Problem stopped() {
        return new Problem(503, "stopped", "The function was stopped before it could answer");
    }

    /** How long the caller should wait before trying again, where trying again is any use. */
    public Optional<Integer> retryAfterSeconds() {
        return status == 429 || status == 503 ? Optional.of(1) : Optional.empty();
    }
}
