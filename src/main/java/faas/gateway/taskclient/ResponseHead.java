package faas.gateway.taskclient;

import faas.gateway.http1.MessageHead;
import io.undertow.util.StatusCodes;

/** The status and the fields of an answer. */
public final class ResponseHead extends MessageHead {
    private final int status;

    ResponseHead(int status, boolean http11) {
        super(http11);
        this.status = status;
    }

    public int status() {
        return status;
    }

    /** Whether another answer is to follow it (RFC 9110 §15.2). */
    boolean isInterim() {
        return status < 200 && status != StatusCodes.SWITCHING_PROTOCOLS;
    }

    /** Whether the connection can serve another call after it. */
    boolean isPersistent() {
        boolean announcesMissingBody = status == StatusCodes.NO_CONTENT && (isChunked() || length() > 0);
        return !announcesMissingBody && wantsKeepAlive();
    }
}
