package faas.gateway.monitoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A DNS server (RFC 1035) that knows the IPv4 addresses of one name, on the port of DNS, which takes root. */
final class DnsServer implements AutoCloseable {
    /** An address of loopback that no resolver of a distribution has. */
    static final String ADDRESS = "127.0.0.83";

    private static final int PORT = 53;
    private static final int HEADER_BYTES = 12;
    private static final short TYPE_A = 1;
    private static final short CLASS_INTERNET = 1;
    private static final short ANSWER = (short) 0x8400;
    private static final short NO_SUCH_NAME = (short) 0x8403;

    /** A pointer to the name in the question. */
    private static final short SAME_NAME = (short) (0xc000 | HEADER_BYTES);

    private final String name;
    private final List<InetAddress> addresses;
    private final DatagramSocket socket;
    private final AtomicInteger queries = new AtomicInteger();

    DnsServer(String name, List<InetAddress> addresses) throws IOException {
        this.name = name;
        this.addresses = List.copyOf(addresses);
        try {
            socket = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(ADDRESS), PORT));
        } catch (BindException e) {
            throw new AssertionError(
                    "A DNS server needs port " + PORT + " of " + ADDRESS + ": run this test as root.", e);
        }
        Thread.ofVirtual().name("dns").start(this::serve);
    }

    private void serve() {
        byte[] bytes = new byte[512];
        while (!socket.isClosed()) {
            try {
                DatagramPacket query = new DatagramPacket(bytes, bytes.length);
                socket.receive(query);
                byte[] answer = answer(Arrays.copyOf(bytes, query.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, query.getSocketAddress()));
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private byte[] answer(byte[] bytes) {
        ByteBuffer query = ByteBuffer.wrap(bytes);
        short id = query.getShort(0);
        query.position(HEADER_BYTES);
        StringBuilder asked = new StringBuilder();
        for (int length = query.get(); length > 0; length = query.get()) {
            byte[] label = new byte[length];
            query.get(label);
            asked.append(asked.isEmpty() ? "" : ".").append(new String(label, StandardCharsets.US_ASCII));
        }
        boolean addressesAsked = query.getShort() == TYPE_A;
        query.getShort();
        boolean known = name.contentEquals(asked);
        List<InetAddress> found = known && addressesAsked ? addresses : List.of();
        ByteBuffer answer = ByteBuffer.allocate(512);
        answer.putShort(id).putShort(known ? ANSWER : NO_SUCH_NAME);
        answer.putShort((short) 1).putShort((short) found.size()).putInt(0);
        answer.put(bytes, HEADER_BYTES, query.position() - HEADER_BYTES);
        for (InetAddress address : found) {
            answer.putShort(SAME_NAME).putShort(TYPE_A).putShort(CLASS_INTERNET).putInt(1);
            answer.putShort((short) 4).put(address.getAddress());
        }
        queries.incrementAndGet();
        byte[] written = new byte[answer.position()];
        answer.flip().get(written);
        return written;
    }

    /** The number of answers so far. */
    int queries() {
        return queries.get();
    }

    @Override
    public void close() {
        socket.close();
    }
}
