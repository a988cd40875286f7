package faas.samples;

import faas.Function;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Comes no further than reading its own signature, until a byte comes in on standard input. */
final class SlowStart {

    private SlowStart() {}

    enum Slow {
        ONLY;

        static {
            System.out.println("starting");
            try {
                System.out.println("read " + System.in.read());
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    static void main() {
        Function.run(List.of("slow"), (Slow slow) -> slow.name(), ":8080");
    }
}
