package faas.gateway.taskclient;

import faas.gateway.http1.MessageHead;
import io.undertow.util.StatusCodes;

/** The status and fields of a response. */
public final class ResponseHead extends MessageHead {
    private final int status;

    ResponseHead(int status, boolean http11) {
        super(http11);
        this.status = status;
    }

    public int status() {
        return status;
    }

    /** Whether it is an interim response (RFC 9110 §15.2). A 101 is final. */
    boolean isInterim() {
        return status < 200 && status != StatusCodes.SWITCHING_PROTOCOLS;
    }

    /** Whether the connection can be reused after this response. */
    boolean isPersistent() {
        boolean announcesMissingBody = status == StatusCodes.NO_CONTENT && (isChunked() || length() > 0);
        return !announcesMissingBody && wantsKeepAlive();
    }
}
