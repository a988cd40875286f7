package faas.gateway.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xnio.conduits.ConduitStreamSinkChannel;

/** The write side of a connection. */
public record SocketSink(ConduitStreamSinkChannel channel) implements ByteSink {
    @Override
    public int write(ByteBuffer from) throws IOException {
        return channel.write(from);
    }

    @Override
    public void end() throws IOException {
        channel.shutdownWrites();
    }

    @Override
    public boolean flush() throws IOException {
        return channel.flush();
    }

    @Override
    public void onWritable(@Nullable Runnable writer) {
        channel.setWriteListener(writer == null ? null : writable -> writer.run());
    }

    @Override
    public void resumeWrites() {
        channel.resumeWrites();
    }

    @Override
    public void suspendWrites() {
        channel.suspendWrites();
    }
}
