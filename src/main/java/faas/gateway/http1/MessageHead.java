package faas.gateway.http1;

import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.Locale;

/** The fields of a message, with what they declare about its body and its connection (RFC 9112 §6, §9.3). */
public abstract class MessageHead {
    private static final HttpString CONNECTION = Headers.CONNECTION;

    /** Eighteen digits fit into a long. No body is as long. */
    private static final int MAX_LENGTH_DIGITS = 18;

    private final Fields fields = new Fields();
    private final boolean http11;
    private long length = -1;
    private boolean chunked;
    private boolean close;
    private boolean keepAlive;

    protected MessageHead(boolean http11) {
        this.http11 = http11;
    }

    public final Fields fields() {
        return fields;
    }

    /** Whether the version is HTTP/1.1, not 1.0. */
    public final boolean isHttp11() {
        return http11;
    }

    /** Whether the body is chunked. */
    public final boolean isChunked() {
        return chunked;
    }

    /** The declared length in bytes; -1 if there is none. */
    public final long length() {
        return length;
    }

    /** Whether its sender wants to keep the connection open. */
    protected final boolean wantsKeepAlive() {
        return !close && (http11 || keepAlive);
    }

    /** Adds a field, and refuses ambiguous ones. */
    final void add(HttpString name, String value) throws MalformedMessage {
        fields.add(name, value);
        switch (name.length()) {
            case 10 -> {
                if (name.equals(CONNECTION)) {
                    connection(value);
                }
            }
            case 14 -> {
                if (name.equals(Headers.CONTENT_LENGTH)) {
                    length(value);
                }
            }
            case 17 -> {
                if (name.equals(Headers.TRANSFER_ENCODING)) {
                    transferEncoding(value);
                }
            }
            default -> {}
        }
    }

    private void connection(String value) {
        for (String option : value.split(",", -1)) {
            switch (option.strip().toLowerCase(Locale.ROOT)) {
                case "close" -> close = true;
                case "keep-alive" -> keepAlive = true;
                default -> {}
            }
        }
    }

    private void length(String value) throws MalformedMessage {
        if (length >= 0) {
            throw new MalformedMessage("The head has more than one Content-Length.");
        }
        length = parseLength(value);
        refuseBothLengths();
    }

    /** @throws MalformedMessage unless it consists of digits */
    private static long parseLength(String value) throws MalformedMessage {
        if (value.isEmpty() || value.length() > MAX_LENGTH_DIGITS) {
            throw new MalformedMessage("Content-Length is not a number of at most " + MAX_LENGTH_DIGITS + " digits.");
        }
        long read = 0;
        for (int i = 0; i < value.length(); i++) {
            char digit = value.charAt(i);
            if (digit < '0' || digit > '9') {
                throw new MalformedMessage("Content-Length is not a number.");
            }
            read = 10 * read + digit - '0';
        }
        return read;
    }

    private void transferEncoding(String value) throws MalformedMessage {
        if (chunked || !http11 || !value.equalsIgnoreCase("chunked")) {
            throw new MalformedMessage("Transfer-Encoding is not a single chunked, or the version is HTTP/1.0.");
        }
        chunked = true;
        refuseBothLengths();
    }

    private void refuseBothLengths() throws MalformedMessage {
        if (chunked && length >= 0) {
            throw new MalformedMessage("The head has both Content-Length and Transfer-Encoding.");
        }
    }
}
