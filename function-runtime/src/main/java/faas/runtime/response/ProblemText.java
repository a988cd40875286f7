package faas.runtime.response;

import static java.util.stream.Collectors.joining;

/** Formats a problem as JSON, or as plain text for clients that prefer it. */
public final class ProblemText {

    private ProblemText() {}

    public static ServerResponse json(Problem problem, String callId) {
        String parameters = problem.parameters().isEmpty()
                ? ""
                : problem.parameters().stream().map(ProblemText::json).collect(joining(",", "\"parameters\":[", "],"));
        return ServerResponse.of(
                problem.status(),
                ServerResponse.PROBLEM,
                "{\"status\":" + problem.status() + ",\"error\":" + Quoted.json(problem.error()) + ",\"message\":"
                        + Quoted.json(problem.message()) + "," + parameters + "\"callId\":" + Quoted.json(callId)
                        + "}");
    }

    public static ServerResponse plain(Problem problem, String callId) {
        return ServerResponse.text(problem.status(), problem.message() + " (call " + callId + ")\n");
    }

    private static String json(BadParameter bad) {
        return "{\"name\":" + Quoted.json(bad.name()) + ",\"problem\":" + Quoted.json(bad.problem())
                + bad.type().map(type -> ",\"type\":" + Quoted.json(type)).orElse("") + "}";
    }
}
