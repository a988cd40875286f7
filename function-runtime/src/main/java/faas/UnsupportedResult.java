package faas;

import java.io.Serial;

/** A function returned what no response can be made of; the message says what and why. */
final class UnsupportedResult extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    UnsupportedResult(String message) {
        super(message);
    }
}
