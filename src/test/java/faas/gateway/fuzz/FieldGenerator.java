package faas.gateway.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Draws the legal parts of messages: targets, names and values. */
final class FieldGenerator {
    private static final List<String> NAMES = List.of(
            "Accept",
            "Accept-Encoding",
            "Accept-Language",
            "Authorization",
            "Content-Type",
            "Content-Encoding",
            "Cookie",
            "Cookie",
            "If-None-Match",
            "Range",
            "User-Agent",
            "Via",
            "Max-Forwards",
            "traceparent",
            "X-A",
            "x-a",
            "X-B",
            "X_Under_Score",
            "Dot.Name",
            "1",
            "!#$%&'*+-.^_`|~x");

    /** What a client that is no trusted proxy cannot say. */
    private static final List<String> ORIGIN = List.of(
            "X-Forwarded-For",
            "X-Forwarded-Proto",
            "X-Forwarded-Host",
            "X-Forwarded-Port",
            "X-Forwarded-Prefix",
            "X-Real-IP",
            "Forwarded",
            "X_Forwarded_For",
            "X-Forwarded_For",
            "x_forwarded-host",
            "X_Real_IP",
            "X-Real_IP",
            "X_Call_Id",
            "X-Call-Id");

    private static final List<Field> OF_A_CONNECTION = List.of(
            new Field("Connection", "X-A"),
            new Field("Connection", "X_Under_Score ,, X-B"),
            new Field("Keep-Alive", "timeout=5"),
            new Field("Proxy-Connection", "keep-alive"),
            new Field("TE", "trailers"));

    private static final List<String> RESPONSE_NAMES = List.of(
            "Content-Type",
            "Set-Cookie",
            "Set-Cookie",
            "ETag",
            "Vary",
            "Vary",
            "Link",
            "Server",
            "Location",
            "Cache-Control",
            "X-A",
            "x-a",
            "X_Under",
            "Dot.Name",
            "!#$%&'*+-.^_`|~x");

    private static final List<String> TRAILERS =
            List.of("X-Sum", "x-sum", "X_T", "Dot.T", "Server-Timing", "Cookie", "Authorization");

    private static final List<String> TRAILERS_OF_HTTP_1 =
            List.of("X-Sum", "x-sum", "X_T", "Dot.T", "Server-Timing", "Set-Cookie", "TE", "Content-Length", "Trailer");

    private static final List<String> VALUES = List.of(
            "",
            "a",
            "form-data; filename=\"two  spaces.txt\"",
            "a\t\tb",
            "a \t b",
            "a, b",
            "a,b ,c",
            "a=1; b=2",
            "\u00e9\u00ff\u0080",
            "gzip, deflate;q=0.5",
            "\"quoted \\\" text\"",
            "(comment (nested))",
            "a:b",
            "x-real-ip: 6.6.6.6");

    private static final String PATH_CHARACTERS = "abcXYZ019-.~!$&'()*+,;=:@";
    private static final List<String> QUERIES = List.of(
            "", "", "", "?", "??", "?a=b", "?a=b&a=b&&", "??a", "?a?b=/c", "?%00%2f", "?a=%C3%A9+%20", "?;x", "?=");

    private final RandomGenerator random;

    FieldGenerator(RandomGenerator random) {
        this.random = random;
    }

    /** Nothing, or segments that name nothing reserved. */
    String path() {
        StringBuilder path = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            path.append('/').append(random.nextInt(4) == 0 ? pick(List.of("%2F", "%20", "%c3%A9", "", ".", "..")) : "");
            for (int j = random.nextInt(8); j > 0; j--) {
                path.append(PATH_CHARACTERS.charAt(random.nextInt(PATH_CHARACTERS.length())));
            }
        }
        return path.toString();
    }

    String query() {
        return pick(QUERIES);
    }

    List<Field> ofRequest(boolean http2) {
        List<Field> fields = new ArrayList<>();
        for (int i = random.nextInt(10); i > 0; i--) {
            Field field = switch (random.nextInt(8)) {
                case 0 -> field(pick(ORIGIN));
                case 1 -> http2 ? new Field("te", "trailers") : pick(OF_A_CONNECTION);
                default -> field(pick(NAMES));
            };
            fields.add(http2 ? Generator.lowerCase(field) : field);
        }
        if (random.nextInt(8) == 0) {
            fields.add(new Field(http2 ? "x-call-id" : "X-Call-Id", "kept_Id-" + random.nextInt(1000)));
        }
        return fields;
    }

    List<Field> ofResponse() {
        List<Field> fields = new ArrayList<>();
        for (int i = random.nextInt(8); i > 0; i--) {
            fields.add(
                    random.nextInt(10) == 0
                            ? pick(List.of(new Field("Connection", "X-A"), new Field("Keep-Alive", "timeout=5")))
                            : field(pick(RESPONSE_NAMES)));
        }
        return fields;
    }

    /** Over HTTP/1 some also frame a message, which they cannot do behind it; over HTTP/2 such ones are malformed. */
    List<Field> trailersOfRequest(boolean http2) {
        List<Field> fields = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            String name = random.nextInt(3) == 0 ? pick(ORIGIN) : pick(http2 ? TRAILERS : TRAILERS_OF_HTTP_1);
            fields.add(http2 ? Generator.lowerCase(field(name)) : field(name));
        }
        return fields;
    }

    List<Field> trailersOfResponse() {
        List<Field> fields = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            fields.add(field(pick(TRAILERS_OF_HTTP_1)));
        }
        return fields;
    }

    private Field field(String name) {
        return new Field(name, value(), pick(List.of(" ", " ", "", "\t", "  \t")), pick(List.of("", "", " ", "\t ")));
    }

    /** Visible text and obs-text, with blanks and tabs between but not around them. */
    String value() {
        if (random.nextBoolean()) {
            return pick(VALUES);
        }
        StringBuilder value = new StringBuilder();
        for (int i = random.nextInt(random.nextInt(10) == 0 ? 2000 : 30); i >= 0; i--) {
            int c = random.nextInt(10) == 0 ? 0x80 + random.nextInt(0x80) : 0x20 + random.nextInt(0x5f);
            value.append(random.nextInt(20) == 0 ? '\t' : (char) c);
        }
        return value.toString().replaceAll("^[ \\t]+|[ \\t]+\\z", "");
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
