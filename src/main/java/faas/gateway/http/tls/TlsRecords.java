package faas.gateway.http.tls;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.xnio.conduits.StreamSinkConduit;
import org.xnio.conduits.StreamSourceConduit;

/**
 * The records of one TLS connection (RFC 8446 §5), including those of its handshake. A connection without a request holds no
 * buffer. Used on one IO thread.
 */
final class TlsRecords {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** The engine collects a handshake's messages. The longest one has the client's certificates. */
    private static final int MAX_HANDSHAKE_BYTES = 32 * 1024;
    /** Records without data in a row. A client that sends nothing else would keep its IO thread from all others. */
    private static final int MAX_EMPTY_RECORDS = 32;

    private final SSLEngine engine;
    private final ReceivedRecords received;
    private final ByteBufferPool readBuffers;
    private final SealedRecords sealed;
    /** Decrypted bytes that the reader had no room for; null if there are none. */
    private @Nullable PooledByteBuffer decrypted;

    private int handshakeBytes;
    private int emptyRecords;
    private boolean established;
    private boolean ended;
    /** Whether the client must read what the engine has to say before more is read from it. */
    private boolean mustAnswer;

    private Runnable onMustAnswer = () -> {};

    /**
     * @param readBuffers for bytes that a client sends
     * @param buffers for bytes that it has not read yet
     * @param scratch a buffer that all connections of the thread use in turn
     */
    TlsRecords(
            SSLEngine engine,
            StreamSourceConduit in,
            StreamSinkConduit out,
            ByteBufferPool readBuffers,
            ByteBufferPool buffers,
            ByteBuffer scratch) {
        this.engine = engine;
        this.received = new ReceivedRecords(in, readBuffers);
        this.readBuffers = readBuffers;
        this.sealed =
                new SealedRecords(out, buffers, scratch, engine.getSession().getPacketBufferSize());
    }

    SSLEngine engine() {
        return engine;
    }

    boolean isEstablished() {
        return established;
    }

    boolean mustAnswer() {
        return mustAnswer;
    }

    /** Sets what to run when {@link #flush} must be called once the client reads. */
    void onMustAnswer(Runnable answer) {
        onMustAnswer = answer;
    }

    /** Whether a read returns something without the socket. */
    boolean hasReceived() {
        return decrypted != null || received.hasRecord();
    }

    /**
     * Reads decrypted bytes, and advances the handshake.
     *
     * @return how many; 0 if there are none yet, -1 at the end
     * @throws IOException if the client does not speak TLS, or fails the handshake
     */
    int read(ByteBuffer to) throws IOException {
        if (!to.hasRemaining()) {
            return 0;
        }
        int start = to.position();
        takeDecrypted(to);
        while (to.position() == start) {
            if (ended) {
                return -1;
            }
            if (mustAnswer) {
                return 0;
            }
            if (!received.hasRecord()) {
                ended = received.receive() < 0;
                if (!received.hasRecord()) {
                    return ended ? -1 : 0;
                }
            }
            decryptNext(to);
            limitEmptyRecords(to.position() == start);
        }
        while (!ended && !mustAnswer && received.hasRecord() && received.recordBytes() <= to.remaining()) {
            decryptNext(to);
        }
        return to.position() - start;
    }

    private void limitEmptyRecords(boolean empty) throws SSLException {
        emptyRecords = empty && established ? emptyRecords + 1 : 0;
        if (emptyRecords > MAX_EMPTY_RECORDS) {
            throw new SSLException("more than " + MAX_EMPTY_RECORDS + " records without data");
        }
    }

    private void takeDecrypted(ByteBuffer to) {
        if (decrypted == null) {
            return;
        }
        ByteBuffer from = decrypted.getBuffer();
        int now = Math.min(from.remaining(), to.remaining());
        to.put(to.position(), from, from.position(), now).position(to.position() + now);
        if (!from.position(from.position() + now).hasRemaining()) {
            decrypted.close();
            decrypted = null;
        }
    }

    /** Decrypts one record. It goes through a buffer if there may be no room for it. */
    private void decryptNext(ByteBuffer to) throws IOException {
        if (received.recordBytes() <= to.remaining()) {
            decrypt(to);
            return;
        }
        PooledByteBuffer through = readBuffers.allocate();
        through.getBuffer().clear();
        decrypted = through;
        try {
            decrypt(through.getBuffer());
        } finally {
            through.getBuffer().flip();
            takeDecrypted(to);
        }
    }

    private void decrypt(ByteBuffer to) throws IOException {
        ByteBuffer from = received.bytes();
        int record = received.recordBytes();
        try {
            limitHandshake(record);
            SSLEngineResult result = engine.unwrap(from, to);
            switch (result.getStatus()) {
                case OK -> {}
                case CLOSED -> ended = true;
                case BUFFER_OVERFLOW, BUFFER_UNDERFLOW ->
                    throw new SSLException("a record of " + record + " bytes was not decrypted");
            }
            if (!ended) {
                answer(result);
            }
        } catch (SSLException e) {
            sendAlert();
            throw e;
        } finally {
            received.releaseIfEmpty();
        }
    }

    private void limitHandshake(int recordBytes) throws SSLException {
        if (!established && (handshakeBytes += recordBytes) > MAX_HANDSHAKE_BYTES) {
            throw new SSLException("a handshake of more than " + MAX_HANDSHAKE_BYTES + " bytes");
        }
    }

    /** Runs the tasks and sends the records that the engine requires before it can continue. */
    private void answer(SSLEngineResult result) throws IOException {
        HandshakeStatus status = result.getHandshakeStatus();
        if (status == HandshakeStatus.NOT_HANDSHAKING) {
            established = true;
            return;
        }
        sealed.begin();
        while (status != HandshakeStatus.NEED_UNWRAP && status != HandshakeStatus.NOT_HANDSHAKING) {
            switch (status) {
                case NEED_TASK -> runTasks();
                case NEED_WRAP -> seal(NOTHING);
                case FINISHED -> established = true;
                default -> throw new SSLException("unexpected state " + status);
            }
            status = engine.getHandshakeStatus();
        }
        established |= status == HandshakeStatus.NOT_HANDSHAKING;
        sealed.send();
        if (established ? sealed.isLong() : !sealed.isEmpty()) {
            mustAnswer = true;
            onMustAnswer.run();
        }
    }

    private void runTasks() throws SSLException {
        if (established) {
            throw new SSLException("the client tries to renegotiate");
        }
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    private SSLEngineResult seal(ByteBuffer from) throws IOException {
        SSLEngineResult result = engine.wrap(from, sealed.room());
        if (result.getStatus() != SSLEngineResult.Status.OK && result.getStatus() != SSLEngineResult.Status.CLOSED) {
            throw new SSLException("a record was not encrypted: " + result.getStatus());
        }
        return result;
    }

    /**
     * Encrypts and sends bytes. Some of them may stay buffered until the next flush.
     *
     * @return how many were accepted; 0 if none can be accepted now
     */
    int write(ByteBuffer from) throws IOException {
        if (!established || !flush()) {
            return 0;
        }
        int start = from.position();
        while (from.hasRemaining() && sealed.isEmpty()) {
            sealed.begin();
            while (from.hasRemaining() && sealed.hasRoom()) {
                if (seal(from).getStatus() == SSLEngineResult.Status.CLOSED) {
                    throw new IOException("the client has closed the connection");
                }
            }
            sealed.send();
        }
        return from.position() - start;
    }

    /** Sends what is buffered. Returns false if some of it has to wait for the client. */
    boolean flush() throws IOException {
        boolean sent = sealed.flush();
        mustAnswer &= !sent;
        return sent;
    }

    /** Encrypts the end of the stream (close_notify), which must still be flushed. */
    void end() throws IOException {
        engine.closeOutbound();
        sealed.begin();
        SSLEngineResult result;
        do {
            result = seal(NOTHING);
        } while (result.bytesProduced() > 0 && !engine.isOutboundDone());
        sealed.send();
    }

    /** Sends the alert that explains a failed connection, as far as the client reads. */
    private void sendAlert() {
        try {
            end();
        } catch (IOException e) {
            // The client sees the connection close.
        }
    }

    /** Lets all further reads report the end. */
    void fail() {
        ended = true;
        mustAnswer = false;
    }

    /** Sends close_notify if the socket accepts it, and releases all buffers. */
    void close() {
        if (established && !engine.isOutboundDone() && sealed.isEmpty()) {
            sendAlert();
        }
        try {
            engine.closeOutbound();
            engine.closeInbound();
        } catch (SSLException e) {
            // The client did not announce its end.
        }
        fail();
        received.release();
        sealed.release();
        if (decrypted != null) {
            decrypted.close();
            decrypted = null;
        }
    }
}
