package faas;

import java.io.Serial;

/** A function returned what no answer can be made of; the message says what and why. */
final class Unanswerable extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    Unanswerable(String message) {
        super(message);
    }
}
