package faas.gateway.access.forward;

import java.util.HashMap;
import java.util.Map;

/** The questions that the service has not answered yet. Thread-safe. */
final class OpenQuestions {
    /** Beyond it calls are refused: the service is too slow. */
    private static final int MAX = 100;

    /** So that one client cannot take all of them. */
    private static final int MAX_PER_CLIENT = 20;

    private final Map<String, Integer> byClient = new HashMap<>();
    private int all;

    /** Counts a question, which is to be ended; false if there are too many, of this client or of all. */
    synchronized boolean begin(String client) {
        int own = byClient.getOrDefault(client, 0);
        if (all >= MAX || own >= MAX_PER_CLIENT) {
            return false;
        }
        all++;
        byClient.put(client, own + 1);
        return true;
    }

    synchronized void end(String client) {
        all--;
        byClient.computeIfPresent(client, (key, own) -> own == 1 ? null : own - 1);
    }
}
