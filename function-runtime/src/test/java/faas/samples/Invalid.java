package faas.samples;

import faas.Function;
import java.util.List;

/** Has every kind of error. */
final class Invalid {

    private Invalid() {}

    static void main() {
        Function.run(List.of("a", "a", "b"), Invalid::answer, "8080");
    }

    static Thread answer(String a, Object b) {
        return new Thread(a + b);
    }
}
