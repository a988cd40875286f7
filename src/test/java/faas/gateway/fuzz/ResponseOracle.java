package faas.gateway.fuzz;

import faas.gateway.fuzz.Case.Protocol;
import java.util.ArrayList;
import java.util.List;

/** Says what a client must see of a well-formed response. */
final class ResponseOracle {
    private static final List<String> OF_A_CONNECTION =
            List.of("Connection", "Keep-Alive", "Proxy-Connection", "Transfer-Encoding", "Upgrade");

    private final Case sent;
    private final List<Violation> violations = new ArrayList<>();

    private ResponseOracle(Case sent) {
        this.sent = sent;
    }

    static List<Violation> judge(Case sent, Call call, Seen seen) {
        ResponseOracle oracle = new ResponseOracle(sent);
        oracle.response(call, seen);
        return oracle.violations;
    }

    private void response(Call call, Seen seen) {
        Reply reply = call.reply();
        if (!seen.isWhole()) {
            violation("response not whole: " + ending(seen), seen.toString());
            return;
        }
        if (seen.ending().equals(Seen.LEFT_OPEN)) {
            violation("the connection stays open after Connection: close", seen.toString());
        }
        compare("status", reply.status(), seen.status());
        boolean bodiless = call.method().equals("HEAD") || reply.isBodiless();
        compare("response body", bodiless ? "" : reply.body(), seen.response().body());
        compare(
                "response fields",
                expected(reply.fields()),
                actual(seen.response().fields()));
        boolean withTrailers = !bodiless && reply.framing() == Framing.CHUNKED && sent.protocol() != Protocol.HTTP_1_0;
        compare(
                "response trailers",
                withTrailers ? Names.lines(Names.passingTrailers(reply.trailers(), false)) : List.of(),
                Names.lines(seen.response().trailers()));
        List<List<String>> interims = sent.protocol() == Protocol.HTTP_1_0
                ? List.of()
                : reply.interims().stream().map(this::expected).toList();
        compare(
                "interim responses",
                interims,
                seen.interims().stream().map(one -> actual(one.fields())).toList());
        length(call, seen);
        connection(call, seen);
        if (seen.response().values("X-Call-Id").size() != 1) {
            violation("X-Call-Id of a response", seen.toString());
        }
    }

    /** The length of a body that is not sent is still the function's to say. */
    private void length(Call call, Seen seen) {
        if (call.method().equals("HEAD")
                && call.reply().framing() == Framing.LENGTH
                && !call.reply().isBodiless()) {
            String length = Integer.toString(call.reply().body().length());
            compare("Content-Length for HEAD", List.of(length), seen.response().values("Content-Length"));
        }
    }

    private void connection(Call call, Seen seen) {
        boolean last = sent.calls().getLast().equals(call);
        switch (sent.protocol()) {
            case HTTP_2 -> {
                for (String name : OF_A_CONNECTION) {
                    if (!seen.response().values(name).isEmpty()) {
                        violation("field of a connection over HTTP/2: " + name, seen.toString());
                    }
                }
            }
            case HTTP_1_0 -> {
                if (!seen.response().values("Transfer-Encoding").isEmpty()) {
                    violation("chunks over HTTP/1.0", seen.toString());
                }
                boolean kept = seen.response().values("Connection").stream().anyMatch("keep-alive"::equalsIgnoreCase);
                if (!last && !kept) {
                    violation("a kept connection over HTTP/1.0 does not say so", seen.toString());
                }
            }
            case HTTP_1_1 -> {
                boolean closes = seen.response().values("Connection").stream().anyMatch("close"::equalsIgnoreCase);
                if (!last && closes) {
                    violation("a connection is closed for no reason", seen.toString());
                }
            }
        }
    }

    private static String ending(Seen seen) {
        int detail = seen.ending().indexOf(':');
        String ending = detail < 0 ? seen.ending() : seen.ending().substring(0, detail);
        return ending.startsWith("followed by") ? "followed by more" : ending;
    }

    private List<String> expected(List<Field> fields) {
        return Names.lines(Names.passing(fields, false));
    }

    /** The task never sends a Date or an X-Start-Time, which the gateway may add. */
    private List<String> actual(List<Field> fields) {
        List<Field> others = fields.stream()
                .filter(field -> !field.is("Date") && !field.is("X-Start-Time"))
                .toList();
        return Names.lines(Names.passing(others, false));
    }

    private void compare(String what, Object expected, Object actual) {
        Differences.between(what + " over " + sent.protocol(), expected, actual).ifPresent(violations::add);
    }

    private void violation(String kind, String detail) {
        violations.add(new Violation(kind, detail));
    }
}
