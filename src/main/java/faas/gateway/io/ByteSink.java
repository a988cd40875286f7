package faas.gateway.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Takes bytes as fast as the other end reads them, without blocking. Used on one IO thread. */
public interface ByteSink {
    /**
     * Writes what can be written, or keeps a little of it for the next flush.
     *
     * @return how many bytes were taken; 0 if none can be taken now
     */
    int write(ByteBuffer from) throws IOException;

    /** Says that no more bytes follow; what was taken is still to be flushed. */
    void end() throws IOException;

    /** Writes what was taken; false if some of it has to wait for the other end. */
    boolean flush() throws IOException;

    /** Names what to run when something can be written again, while writes are resumed; null for nothing. */
    void onWritable(@Nullable Runnable writer);

    void resumeWrites();

    void suspendWrites();
}
