package faas.gateway.fuzz;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which fields pass from one side of the gateway to the other, by the documents alone. */
final class Names {
    /** What concerns one connection (RFC 9110 §7.6.1), frames the message, or is compared apart from the others. */
    private static final Set<String> APART = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "expect",
            "proxy-authorization",
            "proxy-authenticate",
            "content-length",
            "host",
            "x-call-id");

    /** What frames, routes or authenticates a message, which a trailer cannot. */
    private static final Set<String> NO_TRAILER =
            Set.of("content-encoding", "content-type", "content-range", "authorization", "cookie", "set-cookie");

    private Names() {}

    static boolean isApart(String name) {
        return APART.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Whether CGI and WSGI take a field for one in which the gateway says where a call comes from. */
    static boolean isOrigin(String name) {
        String folded = name.toLowerCase(Locale.ROOT).replace('_', '-');
        return folded.equals("forwarded")
                || folded.startsWith("x-forwarded-")
                || folded.equals("x-real-ip")
                || folded.equals("x-call-id");
    }

    /** Whether a field is of a trace. Those made here are invalid, so that the gateway drops them (W3C Trace Context §4.3). */
    private static boolean isTrace(String name) {
        return name.equalsIgnoreCase("traceparent") || name.equalsIgnoreCase("tracestate");
    }

    /** The fields that pass, in their order. */
    static List<Field> passing(List<Field> fields, boolean request) {
        Set<String> named = new HashSet<>();
        for (Field field : fields) {
            if (field.is("connection")) {
                for (String option : field.value().split(",", -1)) {
                    named.add(option.strip().toLowerCase(Locale.ROOT));
                }
            }
        }
        List<Field> passing = new ArrayList<>();
        for (Field field : fields) {
            boolean stays = isApart(field.name())
                    || named.contains(field.name().toLowerCase(Locale.ROOT))
                    || (request && (isOrigin(field.name()) || isTrace(field.name())));
            if (!stays) {
                passing.add(field);
            }
        }
        return passing;
    }

    static List<Field> passingTrailers(List<Field> trailers, boolean request) {
        return trailers.stream()
                .filter(field -> !isApart(field.name())
                        && !NO_TRAILER.contains(field.name().toLowerCase(Locale.ROOT))
                        && !(request && (isOrigin(field.name()) || isTrace(field.name()))))
                .toList();
    }

    /** For comparison: names as in HTTP/2, since their case says nothing. */
    static List<String> lines(List<Field> fields) {
        return fields.stream()
                .map(field -> field.name().toLowerCase(Locale.ROOT) + ": " + field.value())
                .toList();
    }
}
