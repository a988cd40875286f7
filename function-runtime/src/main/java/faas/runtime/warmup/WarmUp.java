package faas.runtime.warmup;

import faas.Function;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A function that receives every kind of request and then ends its process. */
public final class WarmUp {

    private static final int PORT = 8080;

    /** More rounds would not load more classes; these give a profile of the frequent calls. */
    private static final int ROUNDS = 20;

    private static final long RETRY_NANOS = 1_000_000;

    private static final List<String> REQUESTS = List.of(
            "GET /_/health HTTP/1.1\r\n",
            "GET /_/ready HTTP/1.1\r\n",
            "GET /_/metrics HTTP/1.1\r\n",
            "GET /_/info HTTP/1.1\r\n",
            "GET /?number=1.5&count=2&text=a+%C3%A4&flag=true HTTP/1.1\r\nX-Call-Id: warm-up\r\n",
            "GET /?number=1.5&count=2&text=html&flag=false HTTP/1.1\r\n",
            "GET /?number=1.5&count=2&text=refused&flag=false HTTP/1.1\r\n",
            "GET /?number=x&count=2&count=3 HTTP/1.1\r\n",
            "GET /?number=x HTTP/1.1\r\nAccept: text/plain\r\n",
            "HEAD / HTTP/1.1\r\n",
            "GET /elsewhere HTTP/1.1\r\n",
            body("application/json", "{\"number\":1.5,\"count\":2,\"text\":\"a\",\"flag\":true}"),
            body("application/json", "{\"number\":"),
            body("application/x-www-form-urlencoded", "number=1.5&count=2&text=a&flag=true"));

    private WarmUp() {}

    public static void main(String[] arguments) {
        Thread.ofPlatform().daemon().start(WarmUp::callAndExit);
        Function.run(List.of("number", "count", "text", "flag"), WarmUp::answer, "127.0.0.1:" + PORT);
    }

    private static Object answer(double number, long count, String text, boolean flag) {
        return switch (text) {
            case "html" -> faas.Result.html("<p>" + count + "</p>");
            case "refused" -> throw new IllegalArgumentException("refused");
            default -> flag ? number * count : text;
        };
    }

    private static void callAndExit() {
        try {
            for (int round = 0; round < ROUNDS; round++) {
                for (String request : REQUESTS) {
                    call(request);
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        System.exit(0);
    }

    private static void call(String request) throws IOException {
        try (Socket socket = connected()) {
            int end = request.indexOf("\r\n\r\n");
            String head = end < 0 ? request : request.substring(0, end + 2);
            String body = end < 0 ? "" : request.substring(end + 4);
            socket.getOutputStream()
                    .write((head + "Host: localhost\r\nConnection: close\r\n\r\n" + body)
                            .getBytes(StandardCharsets.UTF_8));
            socket.getInputStream().readAllBytes();
        }
    }

    /** The server is starting: a refused connection is retried. The image build has a timeout of its own. */
    private static Socket connected() throws IOException {
        while (true) {
            try {
                return new Socket(InetAddress.getLoopbackAddress(), PORT);
            } catch (ConnectException notYet) {
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }

    private static String body(String mediaType, String text) {
        return "POST / HTTP/1.1\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(mediaType, text.length(), text);
    }
}
