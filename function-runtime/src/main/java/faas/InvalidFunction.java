package faas;

import static java.util.stream.Collectors.joining;

import java.io.Serial;
import java.util.List;

/** The function or its settings are invalid. The message lists every error. */
final class InvalidFunction extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    InvalidFunction(List<String> all) {
        super(all.stream().map(error -> "\n  - " + error).collect(joining("", "Cannot serve this function:", "")));
    }
}
