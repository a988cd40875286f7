package faas.gateway.http1;

import io.undertow.util.ParserUtils;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the heads of messages (RFC 9112 §2 to §5) as strictly as the grammar is. The first line is the subclass's. Used on one
 * IO thread.
 *
 * @param <H> what a head is read into
 */
public abstract class HeadParser<H extends MessageHead> {
    private final FieldCache cache = new FieldCache();
    private final int maxHeadBytes;
    private final int maxFields;
    private final boolean allowsBareLf;
    private final boolean skipsEmptyLine;
    private byte[] bytes = new byte[1024];
    private int at;

    /**
     * @param maxHeadBytes a longer head is refused
     * @param maxFields one with more fields is refused
     * @param allowsBareLf whether lines may end in LF alone
     * @param skipsEmptyLine whether one empty line before the head is skipped (RFC 9112 §2.2)
     */
    protected HeadParser(int maxHeadBytes, int maxFields, boolean allowsBareLf, boolean skipsEmptyLine) {
        this.maxHeadBytes = maxHeadBytes;
        this.maxFields = maxFields;
        this.allowsBareLf = allowsBareLf;
        this.skipsEmptyLine = skipsEmptyLine;
    }

    final int maxHeadBytes() {
        return maxHeadBytes;
    }

    /** The head at the buffer's position, which is then behind it; null, and the position stays, if there is only a part of it. */
    public final @Nullable H parse(ByteBuffer buffer) throws MalformedMessage {
        int length = headLength(buffer, 0);
        return length < 0 ? null : parse(buffer, length);
    }

    /**
     * The length of the head at the buffer's position, the empty line included; -1 if its end is not there yet.
     *
     * @param searched how many of its bytes have been searched in vain
     */
    static int headLength(ByteBuffer buffer, int searched) {
        int start = buffer.position();
        int limit = buffer.limit();
        for (int i = start + Math.max(0, searched - 2); i < limit; i++) {
            if (buffer.get(i) != '\n') {
                continue;
            }
            if (i + 1 < limit && buffer.get(i + 1) == '\n') {
                return i + 2 - start;
            }
            if (i + 2 < limit && buffer.get(i + 1) == '\r' && buffer.get(i + 2) == '\n') {
                return i + 3 - start;
            }
        }
        return -1;
    }

    /**
     * The head of so many bytes at the buffer's position, which is then behind it.
     *
     * @throws MalformedMessage if it is none
     */
    final H parse(ByteBuffer buffer, int length) throws MalformedMessage {
        if (length > maxHeadBytes) {
            throw tooLong();
        }
        if (bytes.length < length) {
            bytes = new byte[Math.max(length, 2 * bytes.length)];
        }
        buffer.get(bytes, 0, length);
        at = 0;
        int end = lineEnd();
        H head = startLine(bytes, end);
        int fields = 0;
        while (!isEmptyLine()) {
            if (++fields > maxFields) {
                throw new MalformedMessage("The head has more than " + maxFields + " fields.");
            }
            field(head);
        }
        if (bytes[at] == '\n' && !allowsBareLf) {
            throw new MalformedMessage("A line ends in LF alone.");
        }
        return head;
    }

    final boolean skipsEmptyLine() {
        return skipsEmptyLine;
    }

    private boolean isEmptyLine() {
        return bytes[at] == '\n' || (bytes[at] == '\r' && bytes[at + 1] == '\n');
    }

    final MalformedMessage tooLong() {
        return new MalformedMessage("The head has more than " + maxHeadBytes + " bytes.");
    }

    /**
     * Reads the first line, which goes from the first byte up to {@code end}.
     *
     * @throws MalformedMessage if it cannot be that of a message
     */
    protected abstract H startLine(byte[] bytes, int end) throws MalformedMessage;

    private void field(H head) throws MalformedMessage {
        int from = at;
        int colon = from;
        while (ParserUtils.isTokenChar(bytes[colon])) {
            colon++;
        }
        if (bytes[colon] != ':' || colon == from) {
            throw new MalformedMessage("A field has no proper name.");
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
        FieldCache.Slot slot = cache.slot(bytes, from, colon);
        head.add(slot.name(), slot.value(bytes, first, last));
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    /** Where the line's text ends; what is read next is then the line behind it. */
    private int lineEnd() throws MalformedMessage {
        int i = at;
        while ((bytes[i] >= ' ' && bytes[i] != 0x7f) || bytes[i] < 0 || bytes[i] == '\t') {
            i++;
        }
        int end = i;
        if (bytes[i] == '\r') {
            i++;
        } else if (bytes[i] == '\n' && !allowsBareLf) {
            throw new MalformedMessage("A line ends in LF alone.");
        }
        if (bytes[i] != '\n') {
            throw new MalformedMessage("There is a control character in the head.");
        }
        at = i + 1;
        if (isBlank(bytes[at])) {
            throw new MalformedMessage("A field goes on in a second line.");
        }
        return end;
    }
}
