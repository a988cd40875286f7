package faas;

import java.io.Serial;

/** Thrown by a function that rejects its input. The client gets the status and the message. */
public final class BadInput extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private static final int BAD_REQUEST = 400;
    private static final int LAST_CLIENT_ERROR = 499;

    private final int status;

    public BadInput(String message) {
        this(BAD_REQUEST, message);
    }

    /** The status is from 400 to 499. What is not the client's fault is another exception. */
    public BadInput(int status, String message) {
        super(message);
        if (status < BAD_REQUEST || status > LAST_CLIENT_ERROR) {
            throw new IllegalStateException("bad input has a status from 400 to 499, not " + status);
        }
        this.status = status;
    }

    public int status() {
        return status;
    }
}
