package faas;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.InputStream;
import java.util.Iterator;
import java.util.Objects;
import java.util.stream.Stream;

/** Encodes strings as lines. A read returns one line at most, so that each line is sent as soon as it exists. */
final class LineStream extends InputStream {

    private final Stream<String> source;
    private final Iterator<String> lines;
    private byte[] line = new byte[0];
    private int at;

    LineStream(Stream<String> source) {
        this.source = source;
        this.lines = source.iterator();
    }

    @Override
    public int read() {
        return advance() ? line[at++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (!advance()) {
            return -1;
        }
        int count = Math.min(length, line.length - at);
        System.arraycopy(line, at, target, offset, count);
        at += count;
        return count;
    }

    /** Whether there is another byte. */
    private boolean advance() {
        if (at < line.length) {
            return true;
        }
        if (!lines.hasNext()) {
            return false;
        }
        line = (lines.next() + "\n").getBytes(UTF_8);
        at = 0;
        return true;
    }

    @Override
    public void close() {
        source.close();
    }
}
