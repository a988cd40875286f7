package faas.gateway.http.h2;

/** A field block that cannot be decoded, after which no other one of the connection can (RFC 9113 §4.3). */
final class HpackException extends Exception {
    private static final long serialVersionUID = 1;

    HpackException(String message) {
        super(message, null, false, false);
    }
}
