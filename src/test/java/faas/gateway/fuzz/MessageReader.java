package faas.gateway.fuzz;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the messages of a connection over HTTP/1, exactly by RFC 9112, without its leniencies. */
final class MessageReader {
    private static final Pattern FIELD =
            Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*([\\t\\x20-\\x7e\\x80-\\xff]*)", Pattern.DOTALL);
    private static final Pattern CHUNK_SIZE = Pattern.compile("([0-9A-Fa-f]{1,8})[ \\t]*(;.*)?");

    private final InputStream in;
    private final StringBuilder body = new StringBuilder();

    MessageReader(InputStream in) {
        this.in = new BufferedInputStream(in);
    }

    /** The next message without its body; null at the connection's end. */
    @Nullable
    Message head() throws IOException {
        body.setLength(0);
        @Nullable String start = null;
        List<Field> fields = List.of();
        try {
            in.mark(1);
            if (in.read() < 0) {
                return null;
            }
            in.reset();
            start = line();
            fields = fields();
            return new Message(start, fields, "", List.of(), Message.WHOLE);
        } catch (EOFException e) {
            return new Message(start == null ? "" : start, fields, "", List.of(), Message.CUT);
        } catch (Malformed e) {
            return new Message(start == null ? "" : start, fields, "", List.of(), e.what);
        }
    }

    /** The message with its body, which for a response may end with the connection. */
    Message body(Message head, boolean response) throws IOException {
        List<Field> trailers = List.of();
        try {
            List<String> codings = head.values("Transfer-Encoding");
            List<String> lengths = head.values("Content-Length");
            if (codings.size() + lengths.size() > 1) {
                throw new Malformed("framed twice");
            }
            if (!codings.isEmpty()) {
                trailers = chunks(codings.getFirst());
            } else if (!lengths.isEmpty()) {
                append(length(lengths.getFirst()));
            } else if (response) {
                body.append(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
            }
            return ended(head, trailers, Message.WHOLE);
        } catch (EOFException e) {
            return ended(head, trailers, Message.CUT);
        } catch (Malformed e) {
            return ended(head, trailers, e.what);
        }
    }

    private Message ended(Message head, List<Field> trailers, String ending) {
        return new Message(head.start(), head.fields(), body.toString(), trailers, ending);
    }

    private static int length(String text) throws Malformed {
        if (!text.matches("[0-9]{1,9}")) {
            throw new Malformed("Content-Length: " + text);
        }
        return Integer.parseInt(text);
    }

    private List<Field> chunks(String coding) throws IOException {
        if (!coding.equalsIgnoreCase("chunked")) {
            throw new Malformed("Transfer-Encoding: " + coding);
        }
        while (true) {
            String line = line();
            Matcher size = CHUNK_SIZE.matcher(line);
            if (!size.matches()) {
                throw new Malformed("chunk size: " + line);
            }
            int bytes = (int) Long.parseLong(size.group(1), 16);
            if (bytes == 0) {
                return fields();
            }
            append(bytes);
            String end = line();
            if (!end.isEmpty()) {
                throw new Malformed("behind a chunk: " + end);
            }
        }
    }

    private void append(int bytes) throws IOException {
        byte[] some = in.readNBytes(bytes);
        body.append(new String(some, StandardCharsets.ISO_8859_1));
        if (some.length < bytes) {
            throw new EOFException();
        }
    }

    private List<Field> fields() throws IOException {
        List<Field> fields = new ArrayList<>();
        while (true) {
            String line = line();
            if (line.isEmpty()) {
                return fields;
            }
            Matcher field = FIELD.matcher(line);
            if (!field.matches()) {
                throw new Malformed("field: " + line);
            }
            fields.add(new Field(field.group(1), withoutBlanks(field.group(2))));
        }
    }

    private static String withoutBlanks(String value) {
        return value.replaceFirst("[ \\t]+\\z", "");
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int b = in.read();
            if (b < 0) {
                throw new EOFException();
            }
            if (b == '\r') {
                if (in.read() != '\n') {
                    throw new Malformed("a bare CR behind " + line);
                }
                return line.toString();
            }
            if (Stream.of('\n', '\0').anyMatch(bad -> bad == b)) {
                throw new Malformed("a bare LF or NUL behind " + line);
            }
            line.append((char) b);
        }
    }

    /** What a peer sent is no HTTP/1. */
    private static final class Malformed extends IOException {
        private static final long serialVersionUID = 1;

        private final String what;

        Malformed(String what) {
            super(what);
            this.what = what;
        }
    }
}
