package faas.gateway.http.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.xnio.channels.StreamSourceChannel;
import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.ConduitWritableByteChannel;
import org.xnio.conduits.Conduits;
import org.xnio.conduits.StreamSinkConduit;
import org.xnio.conduits.WriteReadyHandler;

/** Encrypts the bytes that are written to a connection. */
final class TlsSink extends AbstractStreamSinkConduit<StreamSinkConduit> {
    private final TlsRecords records;
    private final TlsSource source;
    private boolean resumed;
    private boolean ending;
    private boolean ended;

    TlsSink(StreamSinkConduit socket, TlsRecords records, TlsSource source) {
        super(socket);
        this.records = records;
        this.source = source;
        records.onMustAnswer(socket::resumeWrites);
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        if (ending) {
            throw new IOException("the connection was ended");
        }
        return records.write(from);
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            if (from[i].hasRemaining()) {
                return write(from[i]);
            }
        }
        return 0;
    }

    @Override
    public boolean flush() throws IOException {
        if (!records.flush()) {
            return false;
        }
        if (ending && !ended) {
            ended = true;
            next.terminateWrites();
        }
        return next.flush();
    }

    @Override
    public void terminateWrites() throws IOException {
        if (!ending) {
            ending = true;
            records.end();
            flush();
        }
    }

    @Override
    public void truncateWrites() throws IOException {
        ending = true;
        ended = true;
        next.truncateWrites();
    }

    @Override
    public boolean isWriteShutdown() {
        return ending;
    }

    @Override
    public void resumeWrites() {
        resumed = true;
        next.resumeWrites();
    }

    @Override
    public void wakeupWrites() {
        resumed = true;
        next.wakeupWrites();
    }

    @Override
    public void suspendWrites() {
        resumed = false;
        if (!records.mustAnswer()) {
            next.suspendWrites();
        }
    }

    @Override
    public boolean isWriteResumed() {
        return resumed;
    }

    @Override
    public void setWriteReadyHandler(WriteReadyHandler handler) {
        next.setWriteReadyHandler(new WriteReadyHandler() {
            @Override
            public void writeReady() {
                sendAnswer();
                if (resumed) {
                    handler.writeReady();
                }
            }

            @Override
            public void forceTermination() {
                handler.forceTermination();
            }

            @Override
            public void terminated() {
                handler.terminated();
            }
        });
    }

    private void sendAnswer() {
        if (!records.mustAnswer()) {
            if (!resumed) {
                next.suspendWrites();
            }
            return;
        }
        try {
            if (!records.flush()) {
                return;
            }
        } catch (IOException e) {
            // The next read fails likewise.
            records.fail();
        }
        if (!resumed) {
            next.suspendWrites();
        }
        source.answered();
    }

    @Override
    public int writeFinal(ByteBuffer from) throws IOException {
        return Conduits.writeFinalBasic(this, from);
    }

    @Override
    public long writeFinal(ByteBuffer[] from, int offset, int length) throws IOException {
        return Conduits.writeFinalBasic(this, from, offset, length);
    }

    @Override
    public long transferFrom(FileChannel file, long position, long count) throws IOException {
        return file.transferTo(position, count, new ConduitWritableByteChannel(this));
    }

    @Override
    public long transferFrom(StreamSourceChannel from, long count, ByteBuffer through) throws IOException {
        return Conduits.transfer(from, count, through, this);
    }
}
