package faas.gateway.http.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.ConduitReadableByteChannel;
import org.xnio.conduits.StreamSourceConduit;

/** The decrypted bytes of a connection. */
final class TlsSource extends AbstractStreamSourceConduit<StreamSourceConduit> {
    private final TlsRecords records;
    private boolean resumed;

    TlsSource(StreamSourceConduit socket, TlsRecords records) {
        super(socket);
        this.records = records;
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        int read = records.read(to);
        // Nothing more is read until the answer is sent; the sink resumes reading then. Nothing is read after the
        // client's end either: the socket would report its own end again and again.
        if (read < 0 || records.mustAnswer()) {
            next.suspendReads();
        }
        return read;
    }

    @Override
    public long read(ByteBuffer[] to, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            if (to[i].hasRemaining()) {
                return read(to[i]);
            }
        }
        return 0;
    }

    /** What had to be sent first has been sent. */
    void answered() {
        if (resumed) {
            next.wakeupReads();
        }
    }

    @Override
    public void resumeReads() {
        resumed = true;
        if (records.mustAnswer()) {
            return;
        }
        if (records.hasReceived()) {
            next.wakeupReads();
        } else {
            next.resumeReads();
        }
    }

    @Override
    public void wakeupReads() {
        resumed = true;
        next.wakeupReads();
    }

    @Override
    public void suspendReads() {
        resumed = false;
        next.suspendReads();
    }

    @Override
    public boolean isReadResumed() {
        return resumed;
    }

    @Override
    public long transferTo(long position, long count, FileChannel target) throws IOException {
        return target.transferFrom(new ConduitReadableByteChannel(this), position, count);
    }

    @Override
    public long transferTo(long count, ByteBuffer through, StreamSinkChannel target) throws IOException {
        return IoUtils.transfer(new ConduitReadableByteChannel(this), count, through, target);
    }
}
