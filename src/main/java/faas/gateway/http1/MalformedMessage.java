package faas.gateway.http1;

import java.io.IOException;

/** What came is no message in HTTP/1.1, or can be read in two ways. */
public class MalformedMessage extends IOException {
    private static final long serialVersionUID = 1;

    /** @param error what is wrong with it, as a sentence or a part of one */
    public MalformedMessage(String error) {
        super(error, null);
    }

    /** Nobody looks at where it was found, and a stranger may cause many. */
    @Override
    public final synchronized Throwable fillInStackTrace() {
        return this;
    }
}
