package faas.gateway.fuzz;

import faas.gateway.fuzz.Case.Protocol;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Runs a case against the gateway and has the oracle judge it. */
final class Runner {
    private static final Case PLAIN = new Case(
            Protocol.HTTP_1_1,
            List.of(new Call(
                    "GET",
                    "/f",
                    List.of(new Field("Host", "h")),
                    Framing.NONE,
                    List.of(),
                    List.of(),
                    Flaw.NONE,
                    new Reply(200, List.of(), List.of(), Framing.LENGTH, List.of(), List.of(), ReplyFlaw.NONE))),
            List.of());

    private final int port;
    private final RecordingTask task;
    private final LogWatch log;
    private long calls;

    Runner(int port, RecordingTask task, LogWatch log) {
        this.port = port;
        this.task = task;
        this.log = log;
    }

    /** A further call, which the gateway would send on the connection of the one before if it kept that. */
    private void useConnectionAgain() throws IOException {
        String id = "c" + calls++;
        task.expect(id, PLAIN.calls().getFirst());
        Http1Client.exchange(port, PLAIN, List.of(id));
    }

    long calls() {
        return calls;
    }

    List<Violation> run(Case sent) throws IOException {
        List<String> ids = new ArrayList<>();
        for (Call call : sent.calls()) {
            String id = "c" + calls++;
            ids.add(id);
            task.expect(id, call);
        }
        List<Seen> seen = sent.protocol() == Protocol.HTTP_2
                ? Http2Client.exchange(port, sent, ids)
                : Http1Client.exchange(port, sent, ids);
        if (sent.calls().getLast().reply().isFlawed()) {
            useConnectionAgain();
        }
        List<List<Message>> received = ids.stream().map(task::received).toList();
        List<Violation> violations = new ArrayList<>(Oracle.judge(sent, seen, received));
        for (String stray : task.takeStrays()) {
            violations.add(new Violation(stray.substring(0, stray.indexOf(':')), stray));
        }
        for (String line : log.take()) {
            violations.add(new Violation("logged: " + line.split(" ", -1)[1], line));
        }
        return violations;
    }
}
