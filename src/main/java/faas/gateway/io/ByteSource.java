package faas.gateway.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A non-blocking source of bytes. Used on one IO thread. */
public interface ByteSource {
    /**
     * Reads the bytes that are available.
     *
     * @return how many bytes; 0 if there are none yet, -1 at the end
     * @throws IOException if the source failed before its end
     */
    int read(ByteBuffer to) throws IOException;

    /** Sets what to run when bytes may be available, while reads are resumed; null for nothing. */
    void onReadable(@Nullable Runnable reader);

    void resumeReads();

    void suspendReads();
}
