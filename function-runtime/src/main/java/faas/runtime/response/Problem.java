package faas.runtime.response;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Optional;

/**
 * Why a request has no response from the function.
 *
 * @param error the code of the problem, for programs
 * @param parameters the invalid parameters, if any
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
        return new Problem(
                400, "too_many_parameters", "The request has " + count + " parameters; the limit is " + most);
    }

    /** The function rejected its input. With several parameters only the function knows which one it rejected. */
    public static Problem refusedInput(List<BadParameter> parameters, String reason) {
        return new Problem(
                400,
                "refused_input",
                switch (parameters.size()) {
                    case 0 -> "The function rejected its input: " + reason;
                    case 1 -> "Bad parameter " + parameters.getFirst().name() + ": " + reason;
                    default ->
                        "Bad parameters "
                                + parameters.stream().map(BadParameter::name).collect(joining(", ")) + ": " + reason;
                },
                parameters);
    }

    /** The function rejected its input with this status. */
    public static Problem refused(int status, String reason) {
        return new Problem(status, "refused_input", reason);
    }

    /** The body cannot be used. */
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
                        + "; the function accepts " + accepted + ", in UTF-8");
    }

    public static Problem noSuchPath() {
        return new Problem(404, "not_found", "There is no such path: the function is at /");
    }

    public static Problem methodNotAllowed(String allowed) {
        return new Problem(405, "method_not_allowed", "The method is not allowed: use " + allowed);
    }

    public static Problem bodyTooLarge(long mostBytes) {
        return new Problem(413, "body_too_large", "The body is longer than " + mostBytes + " bytes");
    }

    /** The memory budget for bodies is exhausted. */
    public static Problem memoryFull() {
        return new Problem(503, "memory_full", "The memory for the bodies of all calls is exhausted: try again later");
    }

    public static Problem badRequest(String message) {
        return new Problem(400, "bad_request", message);
    }

    /** The parser refused the request; it does not say why. */
    public static Problem unreadable(int mostParameters) {
        return badRequest("The request line or a header field is malformed, Host is missing or repeated, a % is not"
                + " followed by two hexadecimal digits, or the query has more than " + mostParameters + " parameters");
    }

    public static Problem targetTooLong(int mostBytes) {
        return new Problem(414, "target_too_long", "Path and query are longer than " + mostBytes + " bytes");
    }

    public static Problem fieldsTooLarge(int mostLines, int mostBytes) {
        return new Problem(
                431,
                "fields_too_large",
                "There are more than " + mostLines + " header fields, or they are longer than " + mostBytes + " bytes");
    }

    public static Problem unsupportedCoding() {
        return new Problem(415, "unsupported_content_coding", "The body has a Content-Encoding: send it without one");
    }

    public static Problem tooManyCalls(int atOnce) {
        return new Problem(
                429,
                "too_many_calls",
                "Concurrency limit reached: " + atOnce + " calls are running already. Try again later");
    }

    /** The function failed. The client gets no details; they are in the log under the call id. */
    public static Problem failed() {
        return new Problem(500, "function_failed", "The function failed");
    }

    /** As {@link #failed()}, with details, for development. */
    public static Problem failed(String how) {
        return new Problem(500, "function_failed", "The function failed: " + how);
    }

    public static Problem timedOut(double seconds) {
        return new Problem(504, "timed_out", "The function took longer than " + NumberText.of(seconds) + " s");
    }

    /** The client disconnected. This is never sent; it only appears in the log. */
    public static Problem clientGone() {
        return new Problem(499, "caller_gone", "The client disconnected");
    }

    public static Problem draining() {
        return new Problem(503, "draining", "The function is stopping and accepts no calls");
    }

    public static Problem stopped() {
        return new Problem(503, "stopped", "The function was stopped before it had a response");
    }

    /** The delay before a retry, for problems that may be temporary. */
    public Optional<Integer> retryAfterSeconds() {
        return status == 429 || status == 503 ? Optional.of(1) : Optional.empty();
    }
}
