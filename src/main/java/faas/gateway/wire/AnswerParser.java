package faas.gateway.wire;

import io.undertow.util.ParserUtils;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the heads of answers (RFC 9112 §4, §5), by the letter but for lines that end in LF alone. Used on one IO thread. */
final class AnswerParser {
    /** A head that is not over by then is refused: more than any server's own limit by default. */
    static final int MAX_HEAD_BYTES = 64 * 1024;

    private static final int MAX_FIELDS = 1000;
    private static final byte[] VERSION = {'H', 'T', 'T', 'P', '/', '1', '.'};

    private final FieldCache fields = new FieldCache();
    private byte[] bytes = new byte[1024];
    private int at;

    /** The head at the buffer's position, which is then behind it; null, and the position stays, if there is only a part of it. */
    @Nullable
    AnswerHead parse(ByteBuffer buffer) throws BadAnswer {
        int available = buffer.remaining();
        if (bytes.length < available) {
            bytes = new byte[Math.max(available, 2 * bytes.length)];
        }
        buffer.get(buffer.position(), bytes, 0, available);
        int end = end(available);
        if (end < 0) {
            return null;
        }
        buffer.position(buffer.position() + end);
        at = 0;
        AnswerHead head = statusLine();
        while (!isEmptyLine()) {
            field(head);
        }
        return head;
    }

    private boolean isEmptyLine() {
        return bytes[at] == '\n' || (bytes[at] == '\r' && bytes[at + 1] == '\n');
    }

    /** The first byte behind the empty line; -1 if there is none yet. */
    private int end(int available) {
        for (int i = 0; i < available; i++) {
            if (bytes[i] != '\n') {
                continue;
            }
            if (i + 1 < available && bytes[i + 1] == '\n') {
                return i + 2;
            }
            if (i + 2 < available && bytes[i + 1] == '\r' && bytes[i + 2] == '\n') {
                return i + 3;
            }
        }
        return -1;
    }

    private AnswerHead statusLine() throws BadAnswer {
        int end = lineEnd();
        boolean proper = end >= 12
                && Arrays.equals(bytes, 0, VERSION.length, VERSION, 0, VERSION.length)
                && (bytes[7] == '0' || bytes[7] == '1')
                && bytes[8] == ' '
                && isDigit(bytes[9])
                && isDigit(bytes[10])
                && isDigit(bytes[11])
                && (end == 12 || bytes[12] == ' ');
        if (!proper) {
            throw new BadAnswer("no status line of HTTP/1");
        }
        int status = 100 * (bytes[9] - '0') + 10 * (bytes[10] - '0') + bytes[11] - '0';
        if (status < 100) {
            throw new BadAnswer("status " + status);
        }
        return new AnswerHead(status, bytes[7] == '1');
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private void field(AnswerHead head) throws BadAnswer {
        int from = at;
        int colon = from;
        while (ParserUtils.isTokenChar(bytes[colon])) {
            colon++;
        }
        if (bytes[colon] != ':' || colon == from) {
            throw new BadAnswer("a field without a proper name");
        }
        int end = lineEnd();
        int first = colon + 1;
        while (first < end && isBlank(bytes[first])) {
            first++;
        }
        int last = end;
        while (last > first && isBlank(bytes[last - 1])) {
            last--;
        }
        if (head.size() == MAX_FIELDS) {
            throw new BadAnswer("more than " + MAX_FIELDS + " fields");
        }
        FieldCache.Slot slot = fields.slot(bytes, from, colon);
        head.add(slot.name(), slot.value(bytes, first, last));
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    /** Where the line's text ends; what is read next is then the line behind it. */
    private int lineEnd() throws BadAnswer {
        int i = at;
        while (bytes[i] >= ' ' || bytes[i] < 0 || bytes[i] == '\t') {
            i++;
        }
        int end = i;
        if (bytes[i] == '\r') {
            i++;
        }
        if (bytes[i] != '\n') {
            throw new BadAnswer("a control character in the head");
        }
        at = i + 1;
        if (isBlank(bytes[at])) {
            throw new BadAnswer("a field that goes on in a second line");
        }
        return end;
    }
}
