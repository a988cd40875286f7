package faas.runtime.binding;

import faas.runtime.response.Problem;
import java.util.List;

/** What came of a query: the values to call the function with, or why it is not called. */
public sealed interface Binding {

    /** A value for each parameter, in the function's order. */
    record Bound(List<Object> values) implements Binding {

        public Bound {
            values = List.copyOf(values);
        }
    }

    /** At least one parameter was bad. */
    record Refused(Problem problem) implements Binding {}
}
