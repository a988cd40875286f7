import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls a function at a steady rate and measures what a well-behaved client sees: {@code Prober PORT PATH CALLS_PER_SECOND}.
 * Each line of input names the phase that begins; the line "end" ends the last one. Then it prints a line for each phase:
 * its name, the calls answered, the calls failed, and p50, p99 and the longest time of those answered in milliseconds.
 *
 * <p>Time is counted from when a call was due, so that a late call is not measured as a fast one. Every second call opens a
 * connection of its own. The others reuse connections, and repeat a call once if its connection was closed while it was idle.
 */
final class Prober {
    /** How long a client waits. A call that takes longer has failed. */
    private static final int LIMIT_MILLIS = 10_000;

    private final InetSocketAddress target;
    private final String path;
    private final Deque<Socket> idle = new ConcurrentLinkedDeque<>();

    private Prober(InetSocketAddress target, String path) {
        this.target = target;
        this.path = path;
    }

    static void main(String[] arguments) throws InterruptedException {
        InetSocketAddress target = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        Prober prober = new Prober(target, arguments[1]);
        long periodNanos = 1_000_000_000L / Integer.parseInt(arguments[2]);
        List<Phase> phases = new ArrayList<>();
        for (String name = IO.readln(); name != null && !name.equals("end"); ) {
            Phase phase = new Phase(name);
            phases.add(phase);
            Thread calls = Thread.ofPlatform().start(() -> prober.call(phase, periodNanos));
            name = IO.readln();
            calls.interrupt();
            calls.join();
        }
        for (Phase phase : phases) {
            phase.print();
        }
    }

    /** Makes calls until this thread is interrupted. */
    private void call(Phase phase, long periodNanos) {
        long due = System.nanoTime();
        for (int i = 0; !Thread.currentThread().isInterrupted(); i++, due += periodNanos) {
            LockSupport.parkNanos(due - System.nanoTime());
            long since = due;
            boolean reusing = i % 2 == 0;
            phase.calls.add(Thread.ofVirtual().unstarted(() -> phase.record(since, succeeds(reusing))));
            phase.calls.getLast().start();
        }
    }

    private boolean succeeds(boolean reusing) {
        Socket reused = reusing ? idle.poll() : null;
        if (reused != null) {
            try {
                return call(reused, true);
            } catch (EOFException | SocketException e) {
                // It was closed while it was idle.
            } catch (IOException e) {
                return false;
            }
        }
        try {
            Socket socket = new Socket();
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(LIMIT_MILLIS);
            socket.connect(target, LIMIT_MILLIS);
            return call(socket, reusing);
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether the response is 200 with the body 3. */
    private boolean call(Socket socket, boolean keep) throws IOException {
        boolean served = false;
        try {
            String head = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + (keep ? "" : "Connection: close\r\n") + "\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            served = readResponse(socket.getInputStream());
            return served;
        } finally {
            if (served && keep) {
                idle.push(socket);
            } else {
                socket.close();
            }
        }
    }

    private static boolean readResponse(InputStream in) throws IOException {
        byte[] buffer = new byte[4096];
        int length = 0;
        while (length < buffer.length) {
            int read = in.read(buffer, length, buffer.length - length);
            if (read < 0) {
                throw new EOFException();
            }
            length += read;
            String response = new String(buffer, 0, length, StandardCharsets.US_ASCII);
            int body = response.indexOf("\r\n\r\n") + 4;
            if (body >= 4 && (!response.startsWith("HTTP/1.1 200 ") || response.length() > body)) {
                return response.startsWith("HTTP/1.1 200 ") && response.endsWith("\r\n\r\n3");
            }
        }
        return false;
    }

    /** The calls of one phase. */
    private static final class Phase {
        private final String name;
        private final List<Thread> calls = new ArrayList<>();
        private final List<Long> nanos = new ArrayList<>();
        private int failed;

        private Phase(String name) {
            this.name = name;
        }

        private synchronized void record(long sinceNanos, boolean served) {
            if (served) {
                nanos.add(System.nanoTime() - sinceNanos);
            } else {
                failed++;
            }
        }

        /** Waits for the last call, and prints. */
        private void print() throws InterruptedException {
            for (Thread call : calls) {
                call.join();
            }
            synchronized (this) {
                long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
                IO.println("%s %d %d %s".formatted(name, sorted.length, failed,
                        sorted.length == 0 ? "- - -" : millis(sorted, 0.5) + " " + millis(sorted, 0.99) + " " + millis(sorted, 1)));
            }
        }

        private static String millis(long[] sorted, double share) {
            int index = Math.max((int) Math.ceil(sorted.length * share) - 1, 0);
            return "%.1f".formatted(sorted[index] / 1e6);
        }
    }
}
