package faas.samples;

import faas.Function;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Blocks while its signature is read, until standard input has a byte. */
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
