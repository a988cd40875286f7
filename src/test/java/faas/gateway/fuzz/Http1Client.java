package faas.gateway.fuzz;

import faas.gateway.fuzz.Case.Protocol;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/** Sends the calls of a case over one connection without waiting in between, and reads the responses. */
final class Http1Client {
    /** A response that is not there by then will not come: beyond the gateway's own timeout in these tests. */
    static final int TIMEOUT_MILLIS = 2000;

    /** Between two writes: long enough for an idle gateway to read the first one alone. */
    static final long GAP_NANOS = 50_000;

    private Http1Client() {}

    static List<Seen> exchange(int port, Case sent, List<String> ids) throws IOException {
        List<Seen> seen = new ArrayList<>();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            try {
                write(socket.getOutputStream(), bytes(sent, ids), sent.cuts());
            } catch (IOException e) {
                // The gateway refused a call and closed; what it said before can still be read.
            }
            MessageReader reader = new MessageReader(socket.getInputStream());
            for (Call call : sent.calls()) {
                Seen one = read(reader, call);
                seen.add(one);
                if (!one.isWhole()) {
                    break;
                }
            }
            expectNothingMore(reader, seen, sent.calls().size());
        }
        while (seen.size() < sent.calls().size()) {
            seen.add(Seen.nothing(Seen.CLOSED));
        }
        return seen;
    }

    /** The last call asks for the connection's end, so that whatever else the gateway sends is seen. */
    private static void expectNothingMore(MessageReader reader, List<Seen> seen, int calls) throws IOException {
        if (seen.size() < calls || !seen.getLast().isWhole()) {
            return;
        }
        String ending = Message.WHOLE;
        try {
            Message more = reader.head();
            if (more != null) {
                ending = "followed by " + more;
            }
        } catch (SocketTimeoutException e) {
            ending = Seen.LEFT_OPEN;
        } catch (IOException e) {
            return;
        }
        Seen last = seen.removeLast();
        seen.add(new Seen(last.interims(), last.response(), ending));
    }

    private static void write(OutputStream out, String bytes, List<Integer> cuts) throws IOException {
        int from = 0;
        for (int cut : new TreeSet<>(cuts)) {
            if (cut > from && cut < bytes.length()) {
                out.write(bytes.substring(from, cut).getBytes(StandardCharsets.ISO_8859_1));
                // Lets the gateway read this part alone most of the time; the outcome is the same if it does not.
                LockSupport.parkNanos(GAP_NANOS);
                from = cut;
            }
        }
        out.write(bytes.substring(from).getBytes(StandardCharsets.ISO_8859_1));
    }

    /** All that the client writes. */
    static String bytes(Case sent, List<String> ids) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < sent.calls().size(); i++) {
            boolean last = i == sent.calls().size() - 1;
            all.append(bytes(sent.calls().get(i), sent.protocol(), ids.get(i), last));
        }
        return all.toString();
    }

    private static String bytes(Call call, Protocol protocol, String id, boolean last) {
        boolean http10 = protocol == Protocol.HTTP_1_0;
        StringBuilder head = new StringBuilder(call.method() + " " + call.target());
        head.append(http10 ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n");
        head.append(new Field(RecordingTask.ID, id).line());
        List<Field> fields = last || http10 ? withOption(call.fields(), last ? "close" : "keep-alive") : call.fields();
        fields.forEach(field -> head.append(field.line()));
        head.append(
                switch (call.framing()) {
                    case LENGTH -> "Content-Length: " + call.body().length() + "\r\n";
                    case CHUNKED -> "Transfer-Encoding: chunked\r\n";
                    case NONE, CLOSE -> "";
                });
        head.append("\r\n");
        if (call.flaw() instanceof Http1Flaw flaw) {
            return flaw.apply(head.toString());
        }
        return head + (call.framing() == Framing.CHUNKED ? Chunks.of(call.pieces(), call.trailers()) : call.body());
    }

    /** With an option of the connection: in the first field of that name, if there is one, or in a line of its own. */
    private static List<Field> withOption(List<Field> fields, String option) {
        List<Field> more = new ArrayList<>(fields);
        boolean ownLine = fields.size() % 3 == 0;
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            if (field.is("Connection") && !ownLine) {
                more.set(i, new Field(field.name(), field.value() + ", " + option));
                return more;
            }
        }
        more.add(new Field("Connection", option));
        return more;
    }

    private static Seen read(MessageReader reader, Call call) {
        List<Message> interims = new ArrayList<>();
        try {
            while (true) {
                Message head = reader.head();
                if (head == null) {
                    return Seen.nothing(Seen.CLOSED);
                }
                if (head.isWhole() && head.status() >= 100 && head.status() < 200 && head.status() != 101) {
                    interims.add(head);
                    continue;
                }
                boolean bodiless = call.method().equals("HEAD") || head.status() == 204 || head.status() == 304;
                Message whole = !head.isWhole() || bodiless ? head : reader.body(head, true);
                return new Seen(interims, whole, whole.ending());
            }
        } catch (SocketTimeoutException e) {
            return Seen.nothing(Seen.TIMEOUT);
        } catch (IOException e) {
            return Seen.nothing(Seen.CLOSED);
        }
    }
}
