package faas.samples;

import faas.Function;
import java.util.List;

/** Registers stop hooks, one of which fails. */
final class Ending {

    private Ending() {}

    static void main() {
        Function.onStop(() -> System.out.println("first given, last done"));
        Function.onStop(() -> {
            throw new IllegalStateException("cannot be closed");
        });
        Function.run(List.of(), () -> "here", ":8080");
    }
}
