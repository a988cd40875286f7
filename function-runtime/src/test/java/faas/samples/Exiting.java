package faas.samples;

import faas.Function;
import java.util.List;

/** Ends its own process, which functions should not do. */
final class Exiting {

    private Exiting() {}

    static void main() {
        Function.run(
                List.of("code"),
                (Integer code) -> {
                    System.exit(code);
                    return "unreachable";
                },
                ":8080");
    }
}
