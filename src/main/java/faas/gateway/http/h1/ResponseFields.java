package faas.gateway.http.h1;

import faas.gateway.http.reply.DateField;
import faas.gateway.http1.BodyFraming;
import faas.gateway.http1.Fields;
import faas.gateway.http1.HeadWriter;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;

/** Writes the fields of a response in HTTP/1, with those that frame its body. */
final class ResponseFields {
    private ResponseFields() {}

    /** The framing of a body of this length; negative if the length is unknown. */
    static BodyFraming framing(RequestHead request, long length) {
        if (length >= 0) {
            return new BodyFraming.Sized(length);
        }
        return request.isHttp11() ? new BodyFraming.Chunked() : new BodyFraming.UntilClose();
    }

    /**
     * Writes the fields.
     *
     * @param lengthAllowed whether a response without a body may have a Content-Length
     * @param date the value of Date if the fields have none
     */
    static void write(Fields fields, HeadWriter head, BodyFraming framing, boolean lengthAllowed, DateField date) {
        boolean sized = framing instanceof BodyFraming.Sized || (framing instanceof BodyFraming.None && lengthAllowed);
        boolean chunked = framing instanceof BodyFraming.Chunked;
        boolean hasDate = false;
        boolean hasLength = false;
        for (int i = 0; i < fields.size(); i++) {
            HttpString name = fields.name(i);
            boolean isLength = name.length() == 14 && name.equals(Headers.CONTENT_LENGTH);
            if ((isLength && !sized) || (!chunked && name.length() == 7 && name.equals(Headers.TRAILER))) {
                continue;
            }
            hasLength |= isLength;
            hasDate |= name.length() == 4 && name.equals(Headers.DATE);
            head.field(name, fields.value(i));
        }
        if (!hasDate) {
            head.field(Headers.DATE, date.now());
        }
        if (framing instanceof BodyFraming.Sized(long bytes) && !hasLength) {
            head.field(Headers.CONTENT_LENGTH, Long.toString(bytes));
        } else if (chunked) {
            head.field(Headers.TRANSFER_ENCODING, "chunked");
        }
    }
}
