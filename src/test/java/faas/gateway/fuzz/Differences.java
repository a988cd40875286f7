package faas.gateway.fuzz;

import java.util.List;
import java.util.Optional;

/** Tells what differs between what was due and what came. */
final class Differences {
    private Differences() {}

    static Optional<Violation> between(String what, Object expected, Object actual) {
        if (expected.equals(actual)) {
            return Optional.empty();
        }
        String detail = "expected " + expected + "\n  but got  " + actual;
        return Optional.of(new Violation(kind(expected, actual) + what, detail));
    }

    private static String kind(Object expected, Object actual) {
        if (!(expected instanceof List<?> due) || !(actual instanceof List<?> came)) {
            return "";
        }
        List<String> dueInAnyOrder = due.stream().map(String::valueOf).sorted().toList();
        List<String> cameInAnyOrder =
                came.stream().map(String::valueOf).sorted().toList();
        if (dueInAnyOrder.equals(cameInAnyOrder)) {
            return "order of ";
        }
        if (came.size() != due.size()) {
            return came.size() > due.size() ? "too many " : "too few ";
        }
        return "changed ";
    }
}
