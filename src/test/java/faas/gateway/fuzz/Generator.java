package faas.gateway.fuzz;

import faas.gateway.fuzz.Case.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Draws cases. The same chance draws the same case. */
final class Generator {
    private static final List<String> METHODS = List.of(
            "GET",
            "GET",
            "GET",
            "POST",
            "POST",
            "PUT",
            "PATCH",
            "DELETE",
            "HEAD",
            "OPTIONS",
            "PROPFIND",
            "M-SEARCH",
            "x!#$%&'*+.^_`|~");

    private static final List<String> PREFIXES = List.of("/f", "/f", "/f", "/lambda/f", "/function/f");

    private static final List<Integer> STATUSES =
            List.of(200, 200, 200, 201, 202, 204, 206, 299, 301, 304, 400, 401, 403, 404, 413, 418, 429, 500, 503, 599);

    private final RandomGenerator random;
    private final FieldGenerator fields;

    Generator(RandomGenerator random) {
        this.random = random;
        fields = new FieldGenerator(random);
    }

    Case next() {
        Protocol protocol = pick(List.of(Protocol.HTTP_1_1, Protocol.HTTP_1_1, Protocol.HTTP_2, Protocol.HTTP_1_0));
        int count = 1 + random.nextInt(random.nextInt(5) + 1);
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            calls.add(call(protocol));
        }
        if (random.nextInt(3) == 0) {
            flaw(protocol, calls);
        }
        List<Integer> cuts = IntStream.range(0, random.nextInt(8))
                .map(i -> random.nextInt(random.nextBoolean() ? 80 : 3000))
                .boxed()
                .toList();
        return new Case(protocol, calls, cuts);
    }

    /** Makes one request malformed, or the last response: behind it the client's connection may end. */
    private void flaw(Protocol protocol, List<Call> calls) {
        if (random.nextInt(3) == 0) {
            Call last = calls.removeLast();
            ReplyFlaw flaw = pick(List.of(ReplyFlaw.values()).subList(1, ReplyFlaw.values().length));
            Reply reply = new Reply(200, List.of(), last.reply().fields(), Framing.NONE, List.of(), List.of(), flaw);
            calls.add(new Call(
                    "POST",
                    last.target(),
                    last.fields(),
                    last.framing(),
                    last.pieces(),
                    last.trailers(),
                    Flaw.NONE,
                    reply));
            return;
        }
        if (protocol == Protocol.HTTP_1_0) {
            return;
        }
        Flaw flaw = protocol == Protocol.HTTP_2 ? pick(List.of(Http2Flaw.values())) : pick(List.of(Http1Flaw.values()));
        int index = random.nextInt(calls.size());
        Call call = calls.get(index);
        List<Field> withHost = new ArrayList<>(call.fields());
        withHost.removeIf(field -> field.is("Host"));
        withHost.addFirst(new Field("Host", "h"));
        calls.set(
                index, new Call("POST", "/f/flawed", withHost, Framing.NONE, List.of(), List.of(), flaw, call.reply()));
    }

    private Call call(Protocol protocol) {
        boolean http2 = protocol == Protocol.HTTP_2;
        boolean http10 = protocol == Protocol.HTTP_1_0;
        String method = pick(METHODS);
        String target = pick(PREFIXES) + fields.path() + fields.query();
        String host = pick(List.of("h", "a.example:8080", "[::1]:80", "127.0.0.1"));
        if (!http2 && random.nextInt(8) == 0) {
            target = "http://" + host + target;
        }
        List<Field> drawn = fields.ofRequest(http2);
        drawn.add(random.nextInt(drawn.size() + 1), new Field("Host", host));
        boolean withBody = !method.equals("GET") && !method.equals("HEAD") && random.nextInt(4) > 0;
        Framing framing = !withBody ? Framing.NONE : http10 || random.nextBoolean() ? Framing.LENGTH : Framing.CHUNKED;
        List<String> pieces = withBody ? pieces() : List.of();
        List<Field> trailers =
                framing == Framing.CHUNKED && random.nextInt(3) == 0 ? fields.trailersOfRequest(http2) : List.of();
        return new Call(method, target, drawn, framing, pieces, trailers, Flaw.NONE, reply(http10));
    }

    private Reply reply(boolean http10) {
        int status = pick(STATUSES);
        boolean bodiless = status == 204 || status == 304;
        Framing framing = bodiless
                ? Framing.NONE
                : http10 ? Framing.LENGTH : pick(List.of(Framing.LENGTH, Framing.CHUNKED, Framing.CLOSE));
        List<List<Field>> interims = new ArrayList<>();
        for (int i = random.nextInt(12); i > 9; i--) {
            interims.add(List.of(new Field("Link", "</a.css>;  rel=preload"), new Field("X-Hint", fields.value())));
        }
        List<Field> trailers =
                framing == Framing.CHUNKED && random.nextInt(3) == 0 ? fields.trailersOfResponse() : List.of();
        List<String> pieces = bodiless ? List.of() : pieces();
        return new Reply(status, interims, fields.ofResponse(), framing, pieces, trailers, ReplyFlaw.NONE);
    }

    private List<String> pieces() {
        List<String> pieces = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            pieces.add(piece());
        }
        return pieces;
    }

    /** Any bytes, among them what looks like another message. */
    private String piece() {
        return switch (random.nextInt(6)) {
            case 0 -> "GET /f/smuggled HTTP/1.1\r\nHost: h\r\n\r\n";
            case 1 -> "0\r\n\r\n";
            case 2 -> "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
            case 3 -> "x".repeat(random.nextInt(9000));
            default -> {
                StringBuilder bytes = new StringBuilder();
                for (int i = random.nextInt(60); i >= 0; i--) {
                    bytes.append((char) random.nextInt(256));
                }
                yield bytes.toString();
            }
        };
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** Names are sent in lower case over HTTP/2. */
    static Field lowerCase(Field field) {
        return new Field(field.name().toLowerCase(Locale.ROOT), field.value());
    }
}
