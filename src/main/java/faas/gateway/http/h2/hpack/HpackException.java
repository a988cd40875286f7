package faas.gateway.http.h2.hpack;

/** A field block that cannot be decoded. The blocks after it cannot be decoded either (RFC 9113 §4.3). */
public final class HpackException extends Exception {
    private static final long serialVersionUID = 1;

    /** @param error what is wrong, as part of a sentence */
    HpackException(String error) {
        super(error, null, false, false);
    }
}
