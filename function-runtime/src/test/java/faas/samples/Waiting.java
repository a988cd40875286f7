package faas.samples;

import faas.Function;
import java.io.IOException;
import java.util.List;

/** Responds when standard input has a byte. */
final class Waiting {

    private Waiting() {}

    static void main() {
        Function.run(List.of(), Waiting::answer, ":8080");
    }

    static String answer() throws IOException {
        System.out.println("waiting");
        return System.in.read() < 0 ? "no more" : "done";
    }
}
