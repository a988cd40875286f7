package faas.gateway.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xnio.conduits.ConduitStreamSourceChannel;

/** The read side of a connection. */
public record SocketSource(ConduitStreamSourceChannel channel) implements ByteSource {
    @Override
    public int read(ByteBuffer to) throws IOException {
        return channel.read(to);
    }

    @Override
    public void onReadable(@Nullable Runnable reader) {
        channel.setReadListener(reader == null ? null : readable -> reader.run());
    }

    @Override
    public void resumeReads() {
        channel.resumeReads();
    }

    @Override
    public void suspendReads() {
        channel.suspendReads();
    }
}
