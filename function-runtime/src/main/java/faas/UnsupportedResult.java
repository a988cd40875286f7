package faas;

import java.io.Serial;

/** The value that a function returned cannot be rendered as a response. The message says which and why. */
final class UnsupportedResult extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    UnsupportedResult(String message) {
        super(message);
    }
}
