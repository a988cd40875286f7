package faas.gateway.wire;

import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The status and the fields of an answer, in the order in which they came. */
public final class AnswerHead {
    private static final int FIRST_FIELDS = 16;

    private final int status;
    private final boolean http11;
    private HttpString[] names = new HttpString[FIRST_FIELDS];
    private String[] values = new String[FIRST_FIELDS];
    private int size;
    private long length = -1;
    private boolean chunked;
    private boolean close;
    private boolean keepAlive;

    AnswerHead(int status, boolean http11) {
        this.status = status;
        this.http11 = http11;
    }

    public int status() {
        return status;
    }

    /** How many fields there are; one that came several times counts as often. */
    public int size() {
        return size;
    }

    public HttpString name(int i) {
        return names[i];
    }

    /** Without the blanks around it. */
    public String value(int i) {
        return values[i];
    }

    /** Every value of a field; null if there is none. */
    public @Nullable List<String> all(HttpString name) {
        List<String> all = null;
        for (int i = 0; i < size; i++) {
            if (names[i].equals(name)) {
                all = all == null ? new ArrayList<>() : all;
                all.add(values[i]);
            }
        }
        return all;
    }

    /** The first value of a field; null if there is none. */
    public @Nullable String first(HttpString name) {
        for (int i = 0; i < size; i++) {
            if (names[i].equals(name)) {
                return values[i];
            }
        }
        return null;
    }

    /** Whether the body is in chunks. */
    public boolean isChunked() {
        return chunked;
    }

    /** The length it declares, in bytes; -1 if it declares none, or is in chunks. */
    public long length() {
        return chunked ? -1 : length;
    }

    /** Whether another answer is to follow it (RFC 9110 §15.2). */
    boolean isInterim() {
        return status < 200 && status != StatusCodes.SWITCHING_PROTOCOLS;
    }

    /** Whether the connection can serve another call after it. */
    boolean keepsConnection() {
        boolean absentBody = status == StatusCodes.NO_CONTENT && (chunked || length > 0);
        return !absentBody && !close && (http11 || keepAlive);
    }

    void add(HttpString name, String value) throws BadAnswer {
        if (size == names.length) {
            names = Arrays.copyOf(names, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }
        names[size] = name;
        values[size++] = value;
        note(name, value);
    }

    private void note(HttpString name, String value) throws BadAnswer {
        switch (name.length()) {
            case 10 -> {
                if (name.equals(Headers.CONNECTION)) {
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
                    coding(value);
                }
            }
            default -> {}
        }
    }

    private void connection(String value) {
        String options = value.toLowerCase(Locale.ROOT);
        close |= options.contains("close");
        keepAlive |= options.contains("keep-alive");
    }

    private void length(String value) throws BadAnswer {
        if (length >= 0) {
            throw new BadAnswer("several lengths");
        }
        // Eighteen digits fit into a long; nobody sends as much.
        if (value.isEmpty() || value.length() > 18) {
            throw new BadAnswer("a length that is none");
        }
        long read = 0;
        for (int i = 0; i < value.length(); i++) {
            char digit = value.charAt(i);
            if (digit < '0' || digit > '9') {
                throw new BadAnswer("a length that is none");
            }
            read = 10 * read + digit - '0';
        }
        length = read;
    }

    private void coding(String value) throws BadAnswer {
        if (chunked || !value.equalsIgnoreCase("chunked")) {
            throw new BadAnswer("a transfer coding other than chunked");
        }
        chunked = true;
    }
}
