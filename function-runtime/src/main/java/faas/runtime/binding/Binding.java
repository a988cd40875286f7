package faas.runtime.binding;

import faas.runtime.response.Problem;
import java.util.List;

/** The result of binding: the arguments of the function, or a problem. */
public sealed interface Binding {

    /** A value for each parameter, in the function's order. */
    record Bound(List<Object> values) implements Binding {

        public Bound {
            values = List.copyOf(values);
        }
    }

    /** At least one parameter is invalid. */
    record Refused(Problem problem) implements Binding {}
}
