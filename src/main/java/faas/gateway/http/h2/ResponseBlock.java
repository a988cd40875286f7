package faas.gateway.http.h2;

import faas.gateway.http.h2.hpack.HpackEncoder;
import faas.gateway.http.reply.DateField;
import faas.gateway.http1.Fields;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;

/** The field block of a final response. */
final class ResponseBlock {
    private ResponseBlock() {}

    /**
     * Encodes a status and fields.
     *
     * @param hasLength whether Content-Length is allowed
     * @param date the value of Date where the fields have none
     */
    static void encode(HpackEncoder encoder, int status, Fields fields, boolean hasLength, DateField date) {
        encoder.begin();
        encoder.status(status);
        boolean hasDate = false;
        for (int i = 0; i < fields.size(); i++) {
            HttpString name = fields.name(i);
            if (!hasLength && name.length() == 14 && name.equals(Headers.CONTENT_LENGTH)) {
                continue;
            }
            hasDate |= name.length() == 4 && name.equals(Headers.DATE);
            encoder.field(name, fields.value(i));
        }
        if (!hasDate) {
            encoder.field(Headers.DATE, date.now());
        }
    }
}
