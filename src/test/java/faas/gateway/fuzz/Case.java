package faas.gateway.fuzz;

import java.util.ArrayList;
import java.util.List;

/**
 * Calls on one connection.
 *
 * @param cuts where the client's bytes are cut into writes, over HTTP/1; over HTTP/2 the order of the frames
 */
record Case(Protocol protocol, List<Call> calls, List<Integer> cuts) {
    /** The protocol of a client's connection. */
    enum Protocol {
        HTTP_1_0,
        HTTP_1_1,
        HTTP_2
    }

    Case with(int index, Call call) {
        List<Call> others = new ArrayList<>(calls);
        others.set(index, call);
        return new Case(protocol, others, cuts);
    }

    Case without(int index) {
        List<Call> others = new ArrayList<>(calls);
        others.remove(index);
        return new Case(protocol, others, cuts);
    }

    Case with(List<Integer> otherCuts) {
        return new Case(protocol, calls, otherCuts);
    }
}
