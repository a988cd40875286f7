package faas.gateway.fuzz;

import faas.gateway.fuzz.Case.Protocol;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Runs a case against the gateway and has the oracle judge it. */
final class Runner {
    private final int port;
    private final RecordingTask task;
    private final LogWatch log;
    private long calls;

    Runner(int port, RecordingTask task, LogWatch log) {
        this.port = port;
        this.task = task;
        this.log = log;
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
        List<List<Message>> received = ids.stream().map(task::take).toList();
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
