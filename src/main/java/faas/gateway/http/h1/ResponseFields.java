package faas.gateway.http.h1;

import faas.gateway.http.reply.DateField;
import faas.gateway.http1.BodyFraming;
import faas.gateway.http1.Fields;
import faas.gateway.http1.HeadWriter;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;

/** The fields of a response as HTTP/1 says them, with those that frame its body. */
final class ResponseFields {
    private ResponseFields() {}

    /** How a body of that length, or of an unknown one if negative, says where it ends. */
    static BodyFraming framing(RequestHead request, long length) {
        if (length >= 0) {
            return new BodyFraming.Sized(length);
        }
        return request.isHttp11() ? new BodyFraming.Chunked() : new BodyFraming.UntilClose();
    }

    /**
     * Writes them.
     *
     * @param lengthAllowed whether a response without a body may name the length it would have
     * @param date what to say of the date where the fields do not
     */
    static void write(Fields fields, HeadWriter head, BodyFraming framing, boolean lengthAllowed, DateField date) {
        boolean sized = framing instanceof BodyFraming.Sized || (framing instanceof BodyFraming.None && lengthAllowed);
        boolean chunked = framing instanceof BodyFraming.Chunked;
        boolean dated = false;
        boolean lengthSaid = false;
        for (int i = 0; i < fields.size(); i++) {
            HttpString name = fields.name(i);
            boolean ofLength = name.length() == 14 && name.equals(Headers.CONTENT_LENGTH);
            if ((ofLength && !sized) || (!chunked && name.length() == 7 && name.equals(Headers.TRAILER))) {
                continue;
            }
            lengthSaid |= ofLength;
            dated |= name.length() == 4 && name.equals(Headers.DATE);
            head.field(name, fields.value(i));
        }
        if (!dated) {
            head.field(Headers.DATE, date.now());
        }
        if (framing instanceof BodyFraming.Sized(long bytes) && !lengthSaid) {
            head.field(Headers.CONTENT_LENGTH, Long.toString(bytes));
        } else if (chunked) {
            head.field(Headers.TRANSFER_ENCODING, "chunked");
        }
    }
}
