package faas.gateway.fuzz;

import faas.gateway.fuzz.Frames.Frame;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/** Sends the calls of a case as streams of one connection, their frames among one another, and reads the responses. */
final class Http2Client {
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** Lets every response come without updates of the connection's window. */
    private static final int WINDOW_BYTES = 1 << 24;

    private final OutputStream out;
    private final DataInputStream in;
    private final Hpack hpack = new Hpack();
    private final List<Http2Stream> streams = new ArrayList<>();

    private Http2Client(Socket socket) throws IOException {
        out = socket.getOutputStream();
        in = new DataInputStream(socket.getInputStream());
    }

    static List<Seen> exchange(int port, Case sent, List<String> ids) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(Http1Client.TIMEOUT_MILLIS);
            Http2Client client = new Http2Client(socket);
            sent.calls().forEach(call -> client.streams.add(new Http2Stream()));
            String ending = client.converse(bytes(sent, ids), sent.cuts());
            return client.streams.stream().map(stream -> stream.seen(ending)).toList();
        }
    }

    /** All that the client writes. */
    static byte[] bytes(Case sent, List<String> ids) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(PREFACE);
        all.writeBytes(Frames.frame(Frames.SETTINGS, 0, 0, setting(4, WINDOW_BYTES)));
        all.writeBytes(Frames.frame(Frames.WINDOW_UPDATE, 0, 0, Frames.integer(WINDOW_BYTES)));
        List<Queue<byte[]>> left = new ArrayList<>();
        for (int i = 0; i < sent.calls().size(); i++) {
            left.add(frames(Http2Request.of(sent.calls().get(i), ids.get(i)), 2 * i + 1, sent.cuts()));
        }
        // A stream's first frame opens it, and streams are opened in the order of their numbers.
        int opened = 0;
        for (int turn = 0; !left.stream().allMatch(Queue::isEmpty); turn++) {
            int pick = sent.cuts().isEmpty()
                    ? 0
                    : sent.cuts().get(turn % sent.cuts().size());
            int chosen = Math.floorMod(pick, left.size());
            if (chosen >= opened) {
                chosen = Math.min(opened++, left.size() - 1);
            }
            for (int i = 0; left.get(chosen).isEmpty() && i < left.size(); i++) {
                chosen = (chosen + 1) % left.size();
                opened = Math.max(opened, chosen + 1);
            }
            all.writeBytes(left.get(chosen).remove());
        }
        return all.toByteArray();
    }

    private static byte[] setting(int id, int value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(id >> 8);
        out.write(id);
        out.writeBytes(Frames.integer(value));
        return out.toByteArray();
    }

    private static Queue<byte[]> frames(Http2Request request, int stream, List<Integer> cuts) {
        Queue<byte[]> frames = new ArrayDeque<>();
        List<Integer> ascending =
                cuts.stream().map(cut -> cut % 400).sorted().limit(4).toList();
        boolean withTrailers = !request.trailers().isEmpty();
        boolean ends = request.data().isEmpty() && !withTrailers;
        frames.add(Frames.headers(stream, Hpack.encode(request.head()), ends, ascending));
        for (int i = 0; i < request.data().size(); i++) {
            byte[] bytes = request.data().get(i).getBytes(StandardCharsets.ISO_8859_1);
            boolean last = i == request.data().size() - 1 && !withTrailers;
            int padding = cuts.size() % 3 == 1 ? cuts.getFirst() % 100 : 0;
            frames.add(Frames.data(stream, bytes, last, padding));
        }
        if (withTrailers) {
            frames.add(Frames.headers(stream, Hpack.encode(request.trailers()), true, ascending));
        }
        return frames;
    }

    /** How the connection ended for streams that are not over. */
    private String converse(byte[] bytes, List<Integer> cuts) {
        try {
            write(bytes, cuts);
        } catch (IOException e) {
            // The gateway closed the connection; what it said before can still be read.
        }
        try {
            while (!streams.stream().allMatch(Http2Stream::isOver)) {
                take(Frames.read(in));
            }
            return Message.WHOLE;
        } catch (SocketTimeoutException e) {
            return Seen.TIMEOUT;
        } catch (IOException e) {
            return Seen.CLOSED;
        }
    }

    private void write(byte[] bytes, List<Integer> cuts) throws IOException {
        int from = 0;
        for (int cut : new TreeSet<>(cuts)) {
            if (cut > from && cut < bytes.length) {
                out.write(bytes, from, cut - from);
                // Lets the gateway read this part alone most of the time; the outcome is the same if it does not.
                LockSupport.parkNanos(Http1Client.GAP_NANOS);
                from = cut;
            }
        }
        out.write(bytes, from, bytes.length - from);
    }

    private void take(Frame frame) throws IOException {
        if (frame.type() == Frames.SETTINGS && !frame.has(Frames.ACK)) {
            out.write(Frames.frame(Frames.SETTINGS, Frames.ACK, 0, new byte[0]));
        } else if (frame.type() == Frames.PING && !frame.has(Frames.ACK)) {
            out.write(Frames.frame(Frames.PING, Frames.ACK, 0, frame.payload().getBytes(StandardCharsets.ISO_8859_1)));
        } else if (frame.type() == Frames.HEADERS) {
            StringBuilder block = new StringBuilder(frame.payload());
            for (Frame part = frame; !part.has(Frames.END_HEADERS); ) {
                part = Frames.read(in);
                block.append(part.payload());
            }
            List<Field> fields = hpack.decode(block.toString());
            stream(frame).headers(fields, frame.has(Frames.END_STREAM));
        } else if (frame.type() == Frames.DATA) {
            stream(frame).data(frame.payload(), frame.has(Frames.END_STREAM));
        } else if (frame.type() == Frames.RST_STREAM) {
            stream(frame).reset(frame.payload().charAt(3));
        }
    }

    private Http2Stream stream(Frame frame) throws IOException {
        int index = frame.stream() / 2;
        if (frame.stream() % 2 == 0 || index >= streams.size()) {
            throw new IOException("a frame of stream " + frame.stream());
        }
        return streams.get(index);
    }
}
