package faas.gateway.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Bytes that come as they come, read without blocking. Used on one IO thread. */
public interface ByteSource {
    /**
     * Reads what is there.
     *
     * @return how many bytes; 0 if there are none yet, -1 after the last
     * @throws IOException if there will be no more, though the end was not reached
     */
    int read(ByteBuffer to) throws IOException;

    /** Names what to run when there may be something to read, while reads are resumed; null for nothing. */
    void onReadable(@Nullable Runnable reader);

    void resumeReads();

    void suspendReads();
}
