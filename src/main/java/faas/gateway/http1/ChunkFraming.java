package faas.gateway.http1;

import io.undertow.util.HttpString;
import io.undertow.util.ParserUtils;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Parses the framing of a chunked body (RFC 9112 §7.1), strictly by the grammar: a lenient and a strict parser would see
 * different messages.
 */
public final class ChunkFraming {
    /** Hexadecimal digits of a chunk's size. They fit into a long, and no disk holds as much. */
    private static final int MAX_SIZE_DIGITS = 15;

    /** Bytes of one chunk's extensions, or of all trailers. Known clients and servers send a few at most. */
    private static final int MAX_EXTRA_BYTES = 8 * 1024;

    /** Far more trailers than known clients and servers send. */
    private static final int MAX_TRAILERS = 100;

    private enum State {
        SIZE,
        EXTENSION,
        SIZE_END,
        DATA,
        DATA_CR,
        DATA_LF,
        LINE,
        TRAILER_NAME,
        TRAILER_VALUE,
        TRAILER_END,
        END,
        ENDED
    }

    private final Fields trailers = new Fields();
    private final StringBuilder text = new StringBuilder();
    private State state = State.SIZE;
    private HttpString trailer = HttpString.EMPTY;
    private long size;
    private int digits;
    private int extraBytes;
    private int trailersRead;

    /** How many bytes of data come next; 0 if framing comes next. */
    public long dataBytes() {
        return state == State.DATA ? size : 0;
    }

    /** Counts bytes of data that were read. */
    public void consumed(long bytes) {
        size -= bytes;
        if (size == 0) {
            state = State.DATA_CR;
        }
    }

    public boolean isEnded() {
        return state == State.ENDED;
    }

    /** The trailers; complete once the body has ended. */
    public Fields trailers() {
        return trailers;
    }

    /**
     * Parses framing up to the next data or the end.
     *
     * @return what is malformed, as a sentence; null if nothing is
     */
    public @Nullable String read(ByteBuffer bytes) {
        while (bytes.hasRemaining() && state != State.DATA && state != State.ENDED) {
            if (!next(bytes.get())) {
                return error();
            }
        }
        return null;
    }

    private String error() {
        return switch (state) {
            case SIZE, EXTENSION, SIZE_END ->
                "A chunk of the body does not start with a size in hexadecimal digits and a line end.";
            case DATA, DATA_CR, DATA_LF -> "A chunk of the body is longer than its size.";
            case LINE, TRAILER_NAME, TRAILER_VALUE, TRAILER_END, END, ENDED ->
                "The trailers after the last chunk are malformed or too long.";
        };
    }

    /** Returns false if the byte is not allowed here. */
    private boolean next(byte b) {
        return switch (state) {
            case SIZE -> size(b);
            case EXTENSION -> extension(b);
            case SIZE_END -> b == '\n' && endSize();
            case DATA_CR -> b == '\r' && goTo(State.DATA_LF);
            case DATA_LF -> b == '\n' && startSize();
            case LINE -> b == '\r' ? goTo(State.END) : goTo(State.TRAILER_NAME) && trailerName(b);
            case TRAILER_NAME -> trailerName(b);
            case TRAILER_VALUE -> trailerValue(b);
            case TRAILER_END -> b == '\n' && goTo(State.LINE);
            case END -> b == '\n' && goTo(State.ENDED);
            case DATA, ENDED -> throw new IllegalStateException("no framing in state " + state);
        };
    }

    private boolean goTo(State next) {
        state = next;
        return true;
    }

    private boolean startSize() {
        size = 0;
        digits = 0;
        extraBytes = 0;
        return goTo(State.SIZE);
    }

    private boolean size(byte b) {
        if (ParserUtils.isHexDigitChar(b)) {
            size = size << 4 | Character.digit(b, 16);
            return ++digits <= MAX_SIZE_DIGITS;
        }
        if (digits == 0) {
            return false;
        }
        if (b == ';') {
            return goTo(State.EXTENSION);
        }
        return b == '\r' && goTo(State.SIZE_END);
    }

    private boolean extension(byte b) {
        if (b == '\r') {
            return goTo(State.SIZE_END);
        }
        return isFieldText(b) && ++extraBytes <= MAX_EXTRA_BYTES;
    }

    private boolean endSize() {
        extraBytes = 0;
        return goTo(size == 0 ? State.LINE : State.DATA);
    }

    private boolean trailerName(byte b) {
        if (b == ':' && !text.isEmpty()) {
            trailer = new HttpString(text.toString());
            text.setLength(0);
            return goTo(State.TRAILER_VALUE);
        }
        text.append((char) (b & 0xff));
        return ParserUtils.isTokenChar(b) && ++extraBytes <= MAX_EXTRA_BYTES;
    }

    private boolean trailerValue(byte b) {
        if (b == '\r') {
            trailers.add(trailer, text.toString().strip());
            text.setLength(0);
            return ++trailersRead <= MAX_TRAILERS && goTo(State.TRAILER_END);
        }
        text.append((char) (b & 0xff));
        return isFieldText(b) && ++extraBytes <= MAX_EXTRA_BYTES;
    }

    private static boolean isFieldText(byte b) {
        return ParserUtils.isVisibleAsciiChar(b) || ParserUtils.isSpaceOrTabChar(b) || ParserUtils.isObsoleteChar(b);
    }
}
