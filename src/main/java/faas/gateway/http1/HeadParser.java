package faas.gateway.http1;

import io.undertow.util.ParserUtils;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Parses the heads of messages (RFC 9112 §2 to §5), strictly by the grammar. Subclasses parse the start line. Used on one IO
 * thread.
 *
 * @param <H> the type of a parsed head
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
     * @param maxHeadBytes the maximum size of a head
     * @param maxFields the maximum number of fields
     * @param allowsBareLf whether lines may end with a bare LF
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

    /** Parses the head at the buffer's position, and moves the position behind it; null if the head is incomplete. */
    public final @Nullable H parse(ByteBuffer buffer) throws MalformedMessage {
        int length = headLength(buffer, 0);
        return length < 0 ? null : parse(buffer, length);
    }

    /**
     * The length of the head at the buffer's position, including the empty line; -1 if the head is incomplete.
     *
     * @param searched how many bytes have been searched before, without finding the end
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
     * Parses the head of this length at the buffer's position, and moves the position behind it.
     *
     * @throws MalformedMessage if it is not a head
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
            throw new MalformedMessage("A line of the head ends with a bare LF.");
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
     * Parses the start line, from the first byte up to {@code end}.
     *
     * @throws MalformedMessage if it is malformed
     */
    protected abstract H startLine(byte[] bytes, int end) throws MalformedMessage;

    private void field(H head) throws MalformedMessage {
        int from = at;
        int colon = from;
        while (ParserUtils.isTokenChar(bytes[colon])) {
            colon++;
        }
        if (bytes[colon] != ':' || colon == from) {
            throw new MalformedMessage("A field of the head has an invalid name.");
        }
        int end = lineEnd();
        int first = colon + 1;
        while (first < end && isSpaceOrTab(bytes[first])) {
            first++;
        }
        int last = end;
        while (last > first && isSpaceOrTab(bytes[last - 1])) {
            last--;
        }
        FieldCache.Slot slot = cache.slot(bytes, from, colon);
        head.add(slot.name(), slot.value(bytes, first, last));
    }

    private static boolean isSpaceOrTab(byte b) {
        return b == ' ' || b == '\t';
    }

    /** Finds the end of the line's text, and moves on to the next line. */
    private int lineEnd() throws MalformedMessage {
        int i = at;
        while ((bytes[i] >= ' ' && bytes[i] != 0x7f) || bytes[i] < 0 || bytes[i] == '\t') {
            i++;
        }
        int end = i;
        if (bytes[i] == '\r') {
            i++;
        } else if (bytes[i] == '\n' && !allowsBareLf) {
            throw new MalformedMessage("A line of the head ends with a bare LF.");
        }
        if (bytes[i] != '\n') {
            throw new MalformedMessage("The head contains a control character.");
        }
        at = i + 1;
        if (isSpaceOrTab(bytes[at])) {
            throw new MalformedMessage("A field continues on a second line (obs-fold).");
        }
        return end;
    }
}
