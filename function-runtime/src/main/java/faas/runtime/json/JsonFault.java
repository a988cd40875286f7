package faas.runtime.json;

import java.io.Serial;

/** A text is not JSON, or a value cannot be written as JSON. The message says why. */
public final class JsonFault extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    JsonFault(String message) {
        super(message);
    }
}
