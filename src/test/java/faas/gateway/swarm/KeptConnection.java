package faas.gateway.swarm;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/**
 * A connection to the gateway that carries one call after the other, all alike, and repeats none.
 *
 * <p>The JDK's clients send a GET again, and tell nobody, when the connection ends before its answer.
 */
final class KeptConnection implements Connection {
    private static final int LIMIT_MILLIS = 30_000;

    private final Socket socket;
    private final InputStream in;
    private final byte[] request;

    /** For GETs. */
    KeptConnection(URI uri) throws IOException {
        this(connect(uri), uri, 0);
    }

    /** For GETs, with a limit on each wait for the gateway. */
    KeptConnection(URI uri, Duration limit) throws IOException {
        this(connect(uri, Math.toIntExact(limit.toMillis())), uri, 0);
    }

    /** For POSTs with a body of so many bytes, or GETs if 0. */
    KeptConnection(URI uri, int bodyBytes) throws IOException {
        this(connect(uri), uri, bodyBytes);
    }

    /** The same over TLS. */
    KeptConnection(SSLContext tls, URI uri, int bodyBytes) throws IOException {
        this(tls.getSocketFactory().createSocket(connect(uri), uri.getHost(), uri.getPort(), true), uri, bodyBytes);
    }

    private KeptConnection(Socket socket, URI uri, int bodyBytes) throws IOException {
        this.socket = socket;
        in = new BufferedInputStream(socket.getInputStream());
        String target = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        String method = bodyBytes > 0 ? "POST " : "GET ";
        String field = bodyBytes > 0 ? "Content-Length: " + bodyBytes + "\r\n" : "";
        String head = method + target + " HTTP/1.1\r\nHost: " + uri.getAuthority() + "\r\n" + field + "\r\n";
        request = (head + "x".repeat(bodyBytes)).getBytes(StandardCharsets.US_ASCII);
    }

    private static Socket connect(URI uri) throws IOException {
        return connect(uri, LIMIT_MILLIS);
    }

    private static Socket connect(URI uri, int limitMillis) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), limitMillis);
        socket.setSoTimeout(limitMillis);
        socket.setTcpNoDelay(true);
        return socket;
    }

    @Override
    public Answer call() throws IOException {
        socket.getOutputStream().write(request);
        int status = Integer.parseInt(line().split(" ", 3)[1]);
        int length = 0;
        boolean last = false;
        for (String field = line(); !field.isEmpty(); field = line()) {
            String[] nameAndValue = field.toLowerCase(java.util.Locale.ROOT).split(": *", 2);
            switch (nameAndValue[0]) {
                case "content-length" -> length = Integer.parseInt(nameAndValue[1]);
                case "connection" -> last = nameAndValue[1].equals("close");
                case "transfer-encoding" -> throw new IOException("an answer in chunks");
                default -> {}
            }
        }
        return new Answer(status, new String(in.readNBytes(length), StandardCharsets.UTF_8), last);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException(line.isEmpty() ? "closed without an answer" : "closed within an answer");
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
