package faas.gateway.fuzz;

import faas.gateway.fuzz.Case.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Says what must come out of a case, from the documents and the RFCs alone. */
final class Oracle {
    private final Case sent;
    private final List<Violation> violations = new ArrayList<>();

    private Oracle(Case sent) {
        this.sent = sent;
    }

    /**
     * What differs from the documented outcome.
     *
     * @param seen what the client saw of each call
     * @param received the requests that reached the task for each call
     */
    static List<Violation> judge(Case sent, List<Seen> seen, List<List<Message>> received) {
        Oracle oracle = new Oracle(sent);
        boolean open = true;
        for (int i = 0; i < sent.calls().size(); i++) {
            Call call = sent.calls().get(i);
            if (oracle.isLostWithAnother(i, seen)) {
                continue;
            }
            if (!open) {
                oracle.behindRefused(seen.get(i), received.get(i));
            } else if (call.isFlawed()) {
                oracle.refused(call, seen.get(i), received.get(i));
                open = sent.protocol() == Protocol.HTTP_2;
            } else {
                oracle.passed(call, seen.get(i), received.get(i));
            }
        }
        return oracle.violations;
    }

    /** Whether the connection was closed because of another call, which is the violation that is reported. */
    private boolean isLostWithAnother(int index, List<Seen> seen) {
        boolean closedByAnother = IntStream.range(0, seen.size())
                .anyMatch(i -> i != index
                        && sent.calls().get(i).isFlawed()
                        && seen.get(i).ending().equals(Seen.CLOSED));
        return sent.protocol() == Protocol.HTTP_2
                && closedByAnother
                && seen.get(index).ending().equals(Seen.CLOSED);
    }

    private void behindRefused(Seen seen, List<Message> received) {
        if (!received.isEmpty()) {
            violation("a call behind a refused one reached the task", received.toString());
        }
        if (seen.status() != 0) {
            violation("a call behind a refused one got a response", seen.toString());
        }
    }

    private void refused(Call call, Seen seen, List<Message> received) {
        String flaw = call.flaw() + " over " + sent.protocol();
        if (received.stream().anyMatch(Message::isWhole) && !mayReachTask(call)) {
            violation("malformed request reached the task: " + flaw, received.toString());
        } else if (seen.ending().equals(Seen.TIMEOUT)) {
            violation("no response to a malformed request: " + flaw, seen.toString());
        } else if (seen.status() != 0 && !isRefusal(seen.status())) {
            violation("status " + seen.status() + " for a malformed request: " + flaw, seen.toString());
        } else if (sent.protocol() == Protocol.HTTP_2 && seen.ending().equals(Seen.CLOSED)) {
            violation("a malformed request closed its connection: " + flaw, seen.toString());
        }
    }

    private static boolean mayReachTask(Call call) {
        return call.flaw() instanceof Http2Flaw flaw && flaw.mayReachTask();
    }

    private static boolean isRefusal(int status) {
        return (status >= 400 && status < 500) || status == 501 || status == 505;
    }

    private void passed(Call call, Seen seen, List<Message> received) {
        if (received.size() != 1) {
            violation(
                    received.size() + " requests for one call, client saw "
                            + (seen.status() == 0 ? seen.ending() : seen.status()),
                    seen + " " + received);
            return;
        }
        request(call, received.getFirst());
        if (call.reply().isFlawed()) {
            broken(call.reply(), seen);
        } else {
            violations.addAll(ResponseOracle.judge(sent, call, seen));
        }
    }

    private void broken(Reply reply, Seen seen) {
        boolean cut = seen.ending().equals(Message.CUT)
                || seen.ending().equals(Seen.CLOSED)
                || seen.ending().startsWith("reset");
        // A client of HTTP/1.0 cannot tell a body without a length from one cut short.
        boolean untold = sent.protocol() == Protocol.HTTP_1_0
                && seen.status() == reply.status()
                && seen.response().values("Content-Length").isEmpty();
        boolean begun = seen.status() == 0 || seen.status() == reply.status();
        if (!(seen.status() == 502 && seen.isWhole()) && !(cut && begun) && !untold) {
            violation("malformed response passed on: " + reply.flaw() + " over " + sent.protocol(), seen.toString());
        }
    }

    private void request(Call call, Message received) {
        if (!received.isWhole()) {
            violation("the task got a request that is not whole: " + received.ending(), received.toString());
            return;
        }
        compare("request line", call.method() + " " + target(call.target()) + " HTTP/1.1", received.start());
        compare("request body", call.body(), received.body());
        List<String> fields = new ArrayList<>(Names.lines(Names.passing(call.fields(), true)));
        List<String> came = new ArrayList<>(Names.lines(Names.passing(withoutId(received.fields()), true)));
        if (sent.protocol() == Protocol.HTTP_2) {
            compare("cookies", joined(cookies(fields)), cookies(came));
            fields.removeIf(Oracle::isCookie);
            came.removeIf(Oracle::isCookie);
        }
        compare("request fields", fields, came);
        List<Field> trailers = call.framing() == Framing.CHUNKED ? call.trailers() : List.of();
        compare(
                "request trailers",
                Names.lines(Names.passingTrailers(trailers, true)),
                Names.lines(received.trailers()));
        compare("fields of origin", origin(call), originOf(received));
        hopByHop(received);
        if (!host(call).isEmpty()) {
            compare("Host", List.of(host(call)), received.values("Host"));
        }
        callId(call, received);
    }

    private void callId(Call call, Message received) {
        List<String> ids = received.values("X-Call-Id");
        List<String> offered = call.fields().stream()
                .filter(field -> field.is("X-Call-Id"))
                .map(Field::value)
                .toList();
        boolean kept = offered.size() == 1 && offered.getFirst().matches("[A-Za-z0-9_-]{1,64}");
        if (ids.size() != 1 || !ids.getFirst().matches("[A-Za-z0-9_-]{1,64}")) {
            violation("X-Call-Id", ids.toString());
        } else if (kept) {
            compare("X-Call-Id", offered, ids);
        }
    }

    private void hopByHop(Message received) {
        for (Field field : received.fields()) {
            boolean allowed = switch (field.name().toLowerCase(Locale.ROOT)) {
                case "te" -> field.value().equals("trailers");
                case "connection" -> field.value().matches("(?i)te|keep-alive");
                case "keep-alive", "proxy-connection", "upgrade", "proxy-authorization" -> false;
                default -> true;
            };
            if (!allowed) {
                violation("hop-by-hop field passed on: " + field.name(), field.line());
            }
        }
    }

    private static List<Field> withoutId(List<Field> fields) {
        return fields.stream().filter(field -> !field.is(RecordingTask.ID)).toList();
    }

    private static boolean isCookie(String line) {
        return line.startsWith("cookie: ");
    }

    private static List<String> cookies(List<String> lines) {
        return lines.stream()
                .filter(Oracle::isCookie)
                .map(line -> line.substring(8))
                .toList();
    }

    /** Crumbs of HTTP/2 become one field (RFC 9113 §8.2.3); behind a last one that is empty no blank is left. */
    private static List<String> joined(List<String> crumbs) {
        return crumbs.isEmpty() ? crumbs : List.of(String.join("; ", crumbs).strip());
    }

    private static List<String> origin(Call call) {
        List<String> lines = new ArrayList<>(
                List.of("x-forwarded-for: 127.0.0.1", "x-forwarded-proto: http", "x-real-ip: 127.0.0.1"));
        if (!host(call).isEmpty()) {
            lines.add(0, "x-forwarded-host: " + host(call));
        }
        return lines.stream().sorted().toList();
    }

    private static List<String> originOf(Message received) {
        return Names.lines(received.fields()).stream()
                .filter(line -> Names.isOrigin(line.substring(0, line.indexOf(':'))) && !line.startsWith("x-call-id:"))
                .sorted()
                .toList();
    }

    /** The host the request names; empty if it names none. */
    private static String host(Call call) {
        return call.fields().stream()
                .filter(field -> field.is("Host"))
                .map(Field::value)
                .findFirst()
                .orElse("");
    }

    /** The request's target as the function sees it. */
    static String target(String target) {
        String rest = target.startsWith("http://") ? target.substring(target.indexOf('/', 7)) : target;
        int question = rest.indexOf('?');
        String path = question < 0 ? rest : rest.substring(0, question);
        String query = question < 0 ? "" : rest.substring(question);
        for (String prefix : List.of("/lambda/f", "/function/f", "/f")) {
            if (path.equals(prefix)) {
                return "/" + query;
            }
            if (path.startsWith(prefix + "/")) {
                return path.substring(prefix.length()) + query;
            }
        }
        throw new IllegalArgumentException(target);
    }

    private void compare(String what, Object expected, Object actual) {
        Differences.between(what + " over " + sent.protocol(), expected, actual).ifPresent(violations::add);
    }

    private void violation(String kind, String detail) {
        violations.add(new Violation(kind, detail));
    }
}
