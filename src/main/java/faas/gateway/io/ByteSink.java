package faas.gateway.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A non-blocking destination of bytes, as fast as the peer reads them. Used on one IO thread. */
public interface ByteSink {
    /**
     * Writes what can be written now. Some of it may stay buffered until the next flush.
     *
     * @return how many bytes were accepted; 0 if none can be accepted now
     */
    int write(ByteBuffer from) throws IOException;

    /** Ends the stream of bytes. What was accepted must still be flushed. */
    void end() throws IOException;

    /** Writes what is buffered. Returns false if some of it has to wait for the peer. */
    boolean flush() throws IOException;

    /** Sets what to run when bytes can be written again, while writes are resumed; null for nothing. */
    void onWritable(@Nullable Runnable writer);

    void resumeWrites();

    void suspendWrites();
}
