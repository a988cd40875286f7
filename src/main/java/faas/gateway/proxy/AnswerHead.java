package faas.gateway.proxy;

import io.undertow.client.ClientResponse;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.util.Optional;

/**
 * What the head of an answer says of the body that follows it.
 *
 * @param chunked whether the body says itself where it ends
 * @param lengths how many lengths are declared
 * @param length the declared length in bytes; -1 if there is none, or the body is chunked
 */
record AnswerHead(int status, boolean chunked, int lengths, long length) {
    static AnswerHead of(ClientResponse response) {
        HeaderMap fields = response.getResponseHeaders();
        boolean chunked = fields.contains(Headers.TRANSFER_ENCODING);
        String declared = chunked ? null : fields.getFirst(Headers.CONTENT_LENGTH);
        // Undertow's client has read it as a number already.
        long length = declared == null ? -1 : Long.parseLong(declared);
        return new AnswerHead(response.getResponseCode(), chunked, fields.count(Headers.CONTENT_LENGTH), length);
    }

    /** Whether another answer is to follow it. */
    boolean isInterim() {
        return status < 200 && status != StatusCodes.SWITCHING_PROTOCOLS && !chunked && lengths == 0;
    }

    /** Why it cannot be an answer; empty if it can. */
    Optional<String> mistake() {
        if (status < 200) {
            return Optional.of("status " + status + " in place of an answer");
        }
        return !chunked && lengths > 1 ? Optional.of("several lengths") : Optional.empty();
    }

    /** Whether it describes a body that does not follow (RFC 9110 §15.4.5), for which Undertow's client would wait. */
    boolean describesAbsentBody() {
        boolean bodiless = status == StatusCodes.NO_CONTENT || status == StatusCodes.NOT_MODIFIED;
        return bodiless && (chunked || length > 0);
    }
}
