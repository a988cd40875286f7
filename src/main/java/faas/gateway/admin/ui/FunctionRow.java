package faas.gateway.admin.ui;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One function, or a service that is not routed, as JSON for the page; the components are its fields.
 *
 * @param key identifies the row
 * @param name the function's name; of a service without one the service's
 * @param state of {@link RowState}
 * @param tasks how many there are; absent if it is not routed
 * @param holds whether calls wait while it has no tasks
 * @param inFlight calls that have a task
 * @param held calls that wait for one
 * @param heldSeconds how long the one that has waited longest waits; absent if none does
 * @param rate completed calls per second; absent if it is not known
 * @param minute absent without calls in the last minute
 * @param notes what the diagnosis says of each of its services
 */
record FunctionRow(
        String key,
        String name,
        RowState state,
        @Nullable TaskCounts tasks,
        boolean holds,
        int inFlight,
        int held,
        @Nullable Long heldSeconds,
        @Nullable Double rate,
        @Nullable Recent minute,
        List<Note> notes) {
    /**
     * Its tasks by what they do.
     *
     * @param wanted the number of requested ones
     * @param able those that get calls, ejected ones included
     * @param draining those that are stopping but still run
     * @param starting those that Swarm is about to run
     * @param ejected those without calls because connections to them failed
     */
    record TaskCounts(int wanted, int able, int draining, int starting, int ejected) {}

    /** The reasons or remarks about a service, and the commands that mend them. */
    record Note(String service, List<String> sentences, List<String> commands) {}
}
