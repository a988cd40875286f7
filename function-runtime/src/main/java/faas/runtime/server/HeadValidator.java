package faas.runtime.server;

import faas.runtime.response.Problem;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import java.util.Optional;

/** Checks a request head beyond what Undertow checks, so that a violation is answered with a problem. */
final class HeadValidator {

    private HeadValidator() {}

    /** The reason to refuse the request, if there is one. */
    static Optional<Problem> check(HttpServerExchange exchange) {
        if (exchange.getRequestURI().length() + exchange.getQueryString().length() > ServerLimits.MAX_TARGET_BYTES) {
            return Optional.of(Problem.targetTooLong(ServerLimits.MAX_TARGET_BYTES));
        }
        return !fit(exchange.getRequestHeaders())
                ? Optional.of(Problem.fieldsTooLarge(ServerLimits.MAX_HEADERS, ServerLimits.MAX_FIELD_BYTES))
                : Optional.empty();
    }

    /** Whether the number and the length of all field lines are within the limits. */
    private static boolean fit(HeaderMap fields) {
        int lines = 0;
        long bytes = 0;
        for (long cookie = fields.fastIterate(); cookie != -1L; cookie = fields.fiNext(cookie)) {
            HeaderValues values = fields.fiCurrent(cookie);
            int count = values.size();
            lines += count;
            bytes += (long) count * values.getHeaderName().length();
            for (int i = 0; i < count; i++) {
                bytes += values.get(i).length();
            }
        }
        return lines <= ServerLimits.MAX_HEADERS && bytes <= ServerLimits.MAX_FIELD_BYTES;
    }

    /** Whether the body has a content coding, none of which is supported. */
    static boolean isEncoded(HttpServerExchange exchange) {
        HeaderValues codings = exchange.getRequestHeaders().get(Headers.CONTENT_ENCODING);
        if (codings == null) {
            return false;
        }
        for (String line : codings) {
            for (String coding : line.split(",", -1)) {
                if (!coding.isBlank() && !coding.strip().equalsIgnoreCase("identity")) {
                    return true;
                }
            }
        }
        return false;
    }
}
