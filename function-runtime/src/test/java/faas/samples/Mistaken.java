package faas.samples;

import faas.Function;
import java.util.List;

/** Everything about it is wrong. */
final class Mistaken {

    private Mistaken() {}

    static void main() {
        Function.run(List.of("a", "a", "b"), Mistaken::answer, "8080");
    }

    static Thread answer(String a, Object b) {
        return new Thread(a + b);
    }
}
