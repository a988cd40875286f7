package faas.gateway.proxy;

import io.undertow.protocols.http2.HpackDecoder;
import io.undertow.protocols.http2.HpackException;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** A client over HTTP/2 (RFC 9113) that writes its frames itself, so that it can write what no client would. */
final class Http2Client implements AutoCloseable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;
    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;

    private static final int ACK = 1;

    /** What a client takes that says nothing else of it in its settings (RFC 9113 §6.5.2). */
    private static final int MAX_FRAME_BYTES = 16_384;

    private final Socket socket;
    private final BufferedOutputStream out;
    private final DataInputStream in;
    private final HpackDecoder decoder = new HpackDecoder(4096);
    private final Map<Integer, StringBuilder> seen = new HashMap<>();
    private final StringBuilder connection = new StringBuilder();
    private boolean holdsBack;

    private Http2Client(Socket socket) throws IOException {
        this.socket = socket;
        this.out = new BufferedOutputStream(socket.getOutputStream(), 64 * 1024);
        this.in = new DataInputStream(socket.getInputStream());
    }

    /** A client that has said hello. */
    static Http2Client connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(Wire.PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        return connect(socket);
    }

    static Http2Client connect(Socket socket) throws IOException {
        Http2Client client = new Http2Client(socket);
        client.out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        client.frame(SETTINGS, 0, 0);
        return client;
    }

    /** A request without a body. */
    void get(int stream, String path, String... fields) throws IOException {
        headers(stream, END_STREAM, request("GET", path, fields));
    }

    /** The head of a request with a body to come. */
    void post(int stream, String path, String... fields) throws IOException {
        headers(stream, 0, request("POST", path, fields));
    }

    private static String[] request(String method, String path, String... fields) {
        String[] all = new String[4 + fields.length];
        all[0] = ":method: " + method;
        all[1] = ":scheme: http";
        all[2] = ":authority: h";
        all[3] = ":path: " + path;
        System.arraycopy(fields, 0, all, 4, fields.length);
        return all;
    }

    /** A whole head of these fields, each written {@code name: value}. */
    void headers(int stream, int flags, String... fields) throws IOException {
        frame(HEADERS, flags | END_HEADERS, stream, block(fields));
    }

    void data(int stream, int flags, String text) throws IOException {
        frame(DATA, flags, stream, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void reset(int stream) throws IOException {
        frame(RST_STREAM, 0, stream, (byte) 0, (byte) 0, (byte) 0, (byte) 8);
    }

    void frame(int type, int flags, int stream, byte... payload) throws IOException {
        write(frameOf(type, flags, stream, payload));
    }

    static byte[] frameOf(int type, int flags, int stream, byte... payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    /** Frames, or a piece of one. */
    void write(byte... bytes) throws IOException {
        out.write(bytes);
        if (!holdsBack) {
            out.flush();
        }
    }

    /** Frames are kept from now on, until there are many. */
    void holdBack() {
        holdsBack = true;
    }

    void flush() throws IOException {
        holdsBack = false;
        out.flush();
    }

    /** Fields as literals that are not to be remembered (RFC 7541 §6.2.2). */
    static byte[] block(String... fields) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (String field : fields) {
            int colon = field.indexOf(": ");
            block.write(0);
            literal(block, field.substring(0, colon));
            literal(block, field.substring(colon + 2));
        }
        return block.toByteArray();
    }

    private static void literal(ByteArrayOutputStream block, String text) {
        int length = text.length();
        if (length < 127) {
            block.write(length);
        } else {
            block.write(127);
            for (int rest = length - 127; ; rest >>= 7) {
                if (rest < 128) {
                    block.write(rest);
                    break;
                }
                block.write((rest & 127) | 128);
            }
        }
        block.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /**
     * Reads until this was said on a stream, and tells all that was: heads as <code>{:status: 200; name: value}</code>, bodies as
     * they are, then <code>[end]</code> or <code>[reset CODE]</code>.
     */
    String await(int stream, String text) throws IOException {
        while (said(stream).indexOf(text) < 0) {
            if (!next()) {
                throw new IOException("ended before \"" + text + "\": " + seen + connection);
            }
        }
        return said(stream).toString();
    }

    /** The whole answer. */
    String answer(int stream) throws IOException {
        while (said(stream).indexOf("[end]") < 0 && said(stream).indexOf("[reset") < 0) {
            if (!next()) {
                throw new IOException("ended before the answer: " + seen + connection);
            }
        }
        return said(stream).toString();
    }

    /** Reads to the end of the connection, and tells what was said of it as a whole, such as <code>[goaway CODE]</code>. */
    String readToEnd() throws IOException {
        try {
            boolean more = next();
            while (more) {
                more = next();
            }
        } catch (java.net.SocketException reset) {
            connection.append("[broken]");
        }
        return connection.toString();
    }

    private StringBuilder said(int stream) {
        return seen.computeIfAbsent(stream, s -> new StringBuilder());
    }

    /** False at the end of the connection. */
    private boolean next() throws IOException {
        int first = in.read();
        if (first < 0) {
            return false;
        }
        int length = first << 16 | in.readUnsignedShort();
        if (length > MAX_FRAME_BYTES) {
            throw new IOException("FRAME_SIZE_ERROR: a frame of " + length + " bytes");
        }
        byte[] payload = new byte[length];
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        in.readFully(payload);
        switch (type) {
            case HEADERS -> heads(stream, payload);
            case DATA -> said(stream).append(new String(payload, StandardCharsets.ISO_8859_1));
            case RST_STREAM -> said(stream).append("[reset " + payload[3] + "]");
            case GOAWAY -> connection.append("[goaway " + payload[7] + "]");
            case SETTINGS -> {
                if (flags != ACK) {
                    connection.append("[settings]");
                    acknowledge();
                }
            }
            default -> connection.append("[" + type + "]");
        }
        if ((type == HEADERS || type == DATA) && (flags & END_STREAM) != 0) {
            said(stream).append("[end]");
        }
        return true;
    }

    private void acknowledge() throws IOException {
        try {
            frame(SETTINGS, ACK, 0);
        } catch (java.net.SocketException gone) {
            // The gateway has taken its leave meanwhile; what it said before is still to be read.
        }
    }

    private void heads(int stream, byte[] block) throws IOException {
        StringBuilder head = new StringBuilder();
        decoder.setHeaderEmitter((name, value, neverIndex) -> head.append(head.isEmpty() ? "" : "; ")
                .append(name)
                .append(": ")
                .append(value));
        try {
            decoder.decode(ByteBuffer.wrap(block), false);
        } catch (HpackException e) {
            throw new IOException(e);
        }
        said(stream).append('{').append(head).append('}');
    }

    /** How often the gateway has widened a window, after it has read all that was sent. */
    int windowUpdates() throws IOException {
        frame(PING, 0, 0, new byte[8]);
        while (connection.indexOf("[" + PING + "]") < 0) {
            if (!next()) {
                throw new IOException("ended before the answer to a PING: " + connection);
            }
        }
        return connection.toString().split("\\[" + WINDOW_UPDATE + "]", -1).length - 1;
    }

    /** Gives the gateway leave to send so much more of a stream's body. */
    void widen(int stream, int bytes) throws IOException {
        frame(WINDOW_UPDATE, 0, stream, ByteBuffer.allocate(4).putInt(bytes).array());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
