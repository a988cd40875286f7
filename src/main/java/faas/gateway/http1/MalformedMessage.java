package faas.gateway.http1;

import java.io.IOException;

/** The bytes are not a message of HTTP/1.1, or are ambiguous. */
public class MalformedMessage extends IOException {
    private static final long serialVersionUID = 1;

    /** @param error what is malformed, as a sentence */
    public MalformedMessage(String error) {
        super(error, null);
    }

    /** Nobody reads the stack trace, and clients can cause many of these. */
    @Override
    public final synchronized Throwable fillInStackTrace() {
        return this;
    }
}
