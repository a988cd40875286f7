package faas.gateway.discovery;

import java.util.List;

/** One service of a reading, with its tasks and what becomes of it. */
record Judged(SwarmService service, List<SwarmTask> tasks, Verdict verdict) {
    Judged {
        tasks = List.copyOf(tasks);
    }

    static Judged of(SwarmService service, List<SwarmTask> tasks, Surroundings surroundings) {
        return new Judged(service, tasks, Verdict.on(service, tasks, surroundings));
    }
}
