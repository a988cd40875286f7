import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Attacks an HTTP server on loopback: {@code Attack NAME PORT SECONDS}. Each client has one connection at a time and opens
 * the next one when it has ended. Clients come from 127.0.1.1 and further addresses, never from 127.0.0.1.
 */
record Attack(int clients, int addresses, Client client) {
    /** A client whose connection was ended comes again after this time: no attack opens more connections than that. */
    private static final long PAUSE_MILLIS = 100;
    /** Addresses in the last part of 127.0.x.y. */
    private static final int ADDRESSES_IN_BLOCK = 250;

    private static final Map<String, Attack> ATTACKS = new TreeMap<>();

    static {
        ATTACKS.putAll(Http2Attacks.all());
        ATTACKS.putAll(Http1Attacks.all());
    }

    static void main(String[] arguments) throws IOException, InterruptedException {
        Attack attack = ATTACKS.get(arguments[0]);
        if (attack == null) {
            throw new IllegalArgumentException("There is no attack " + arguments[0] + "; there are: " + ATTACKS.keySet());
        }
        InetSocketAddress target = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[1]));
        IO.println("attacking");
        Figures figures = attack.run(target, Long.parseLong(arguments[2]));
        IO.println("%d %d %d %d".formatted(figures.connections().sum(), figures.unconnected().sum(), figures.sent().sum(), figures.ended().sum()));
    }

    private Figures run(InetSocketAddress target, long seconds) throws IOException, InterruptedException {
        Figures figures = new Figures();
        AtomicBoolean over = new AtomicBoolean();
        Set<Connection> open = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < clients; i++) {
            InetAddress source = address(i % addresses);
            Thread.ofVirtual().start(() -> {
                while (!over.get()) {
                    useOne(target, source, figures, open, over);
                }
            });
        }
        TimeUnit.SECONDS.sleep(seconds);
        over.set(true);
        for (Connection connection : open) {
            connection.close();
        }
        return figures;
    }

    private void useOne(InetSocketAddress target, InetAddress source, Figures figures, Set<Connection> open, AtomicBoolean over) {
        try (Connection connection = new Connection(target, source, figures)) {
            open.add(connection);
            try {
                client.use(connection);
            } catch (IOException e) {
                if (!over.get()) {
                    figures.ended().increment();
                }
            } finally {
                open.remove(connection);
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (IOException e) {
            pause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static InetAddress address(int number) throws IOException {
        byte block = (byte) (1 + number / ADDRESSES_IN_BLOCK);
        byte host = (byte) (1 + number % ADDRESSES_IN_BLOCK);
        return InetAddress.getByAddress(new byte[] {127, 0, block, host});
    }
}
