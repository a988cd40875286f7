package faas.runtime.answer;

import static java.util.stream.Collectors.joining;

/** A problem as its caller reads it: JSON, or plain text for those who ask for it. */
public final class ProblemText {

    private ProblemText() {}

    public static Answer json(Problem problem, String callId) {
        String parameters = problem.parameters().isEmpty()
                ? ""
                : problem.parameters().stream().map(ProblemText::json).collect(joining(",", "\"parameters\":[", "],"));
        return Answer.json(
                problem.status(),
                "{\"status\":%d,\"error\":%s,\"message\":%s,%s\"callId\":%s}"
                        .formatted(
                                problem.status(),
                                Quoted.json(problem.error()),
                                Quoted.json(problem.message()),
                                parameters,
                                Quoted.json(callId)));
    }

    public static Answer plain(Problem problem, String callId) {
        return Answer.text(problem.status(), "%s (call %s)\n".formatted(problem.message(), callId));
    }

    private static String json(BadParameter bad) {
        return "{\"name\":%s,\"problem\":%s%s}"
                .formatted(
                        Quoted.json(bad.name()),
                        Quoted.json(bad.problem()),
                        bad.type().map(type -> ",\"type\":" + Quoted.json(type)).orElse(""));
    }
}
