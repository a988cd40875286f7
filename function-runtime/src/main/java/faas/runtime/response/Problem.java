package faas.runtime.response;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Optional;

/**
 * Why a call has no response of the function's.
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
                .map(parameter -> parameter.name() + ": " + parameter.sentence())
                .collect(joining("; "));
        return new Problem(400, "bad_parameter", (bad.size() > 1 ? "Bad parameters " : "Bad parameter ") + each, bad);
    }

    public static Problem tooManyParameters(int count, int most) {
        return new Problem(400, "too_many_parameters", count + " parameters, at most " + most + " are read");
    }

    /** The function was called and said no. With several parameters only the function knows which of them it meant. */
    public static Problem refusedInput(List<BadParameter> parameters, String reason) {
        return new Problem(
                400,
                "refused_input",
                switch (parameters.size()) {
                    case 0 -> "The function refused: " + reason;
                    case 1 -> "Bad parameter " + parameters.getFirst().name() + ": " + reason;
                    default ->
                        "Bad parameters "
                                + parameters.stream().map(BadParameter::name).collect(joining(", ")) + ": " + reason;
                },
                parameters);
    }

    /** The function said no, and with which status. */
    public static Problem refused(int status, String reason) {
        return new Problem(status, "refused_input", reason);
    }

    /** The body as a whole is not what it should be. */
    public static Problem badBody(String error, String message) {
        return new Problem(400, error, message);
    }

    public static Problem badTimeout(String text) {
        return new Problem(
                400, "bad_timeout", "X-Timeout is " + Quoted.of(text) + ": write 10s, 500ms or plain seconds");
    }

    public static Problem unsupportedMediaType(String given, String accepted) {
        return new Problem(
                415,
                "unsupported_media_type",
                (given.isEmpty() ? "The body has no media type" : "The body is " + Quoted.of(given))
                        + ", the function takes " + accepted + ", in UTF-8");
    }

    public static Problem noSuchPath() {
        return new Problem(404, "not_found", "The function answers at / and nowhere else");
    }

    public static Problem methodNotAllowed(String allowed) {
        return new Problem(405, "method_not_allowed", "The function is called with " + allowed);
    }

    public static Problem bodyTooLarge(long mostBytes) {
        return new Problem(413, "body_too_large", "The body is over " + mostBytes + " bytes");
    }

    /** All bodies together take as much memory as they may. */
    public static Problem memoryFull() {
        return new Problem(
                503, "memory_full", "The bodies of other calls take all the memory there is for bodies, try again");
    }

    public static Problem badRequest(String message) {
        return new Problem(400, "bad_request", message);
    }

    /** The parser's refusal, which does not say what it met. */
    public static Problem unreadable(int mostParameters) {
        return badRequest("The request line or the header fields are malformed, Host is missing or repeated, a % stands"
                + " without two hexadecimal digits, or the query has more than " + mostParameters + " parameters");
    }

    public static Problem targetTooLong(int mostBytes) {
        return new Problem(414, "target_too_long", "Path and query are over " + mostBytes + " bytes");
    }

    public static Problem fieldsTooLarge(int mostLines, int mostBytes) {
        return new Problem(
                431,
                "fields_too_large",
                "There are more than " + mostLines + " header fields, or they are over " + mostBytes + " bytes");
    }

    public static Problem unsupportedCoding() {
        return new Problem(415, "unsupported_content_coding", "The body has a Content-Encoding: send it without one");
    }

    public static Problem tooManyCalls(int atOnce) {
        return new Problem(429, "too_many_calls", atOnce + " calls are running already, try again");
    }

    /** The function broke. The client learns nothing of how; the log has it under the call's id. */
    public static Problem failed() {
        return new Problem(500, "function_failed", "The function failed");
    }

    /** As {@link #failed()}, where the client is the author. */
    public static Problem failed(String how) {
        return new Problem(500, "function_failed", "The function failed: " + how);
    }

    public static Problem timedOut(double seconds) {
        return new Problem(504, "timed_out", "The function took longer than " + NumberText.of(seconds) + " s");
    }

    /** The client disconnected: for the log alone. */
    public static Problem clientGone() {
        return new Problem(499, "caller_gone", "The client disconnected");
    }

    public static Problem draining() {
        return new Problem(503, "draining", "The function is about to stop and takes no more calls");
    }

    public static Problem stopped() {
        return new Problem(503, "stopped", "The function was stopped before it could answer");
    }

    /** How long the client should wait before trying again, where trying again is any use. */
    public Optional<Integer> retryAfterSeconds() {
        return status == 429 || status == 503 ? Optional.of(1) : Optional.empty();
    }
}
