package faas.gateway.discovery.docker;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that fails once more bytes than a limit have been read. */
final class LimitedInputStream extends FilterInputStream {
    private final long limitBytes;
    private long remainingBytes;

    LimitedInputStream(InputStream in, long limitBytes) {
        super(in);
        this.limitBytes = limitBytes;
        remainingBytes = limitBytes;
    }

    /** Starts counting from zero again. */
    void resetCount() {
        remainingBytes = limitBytes;
    }

    @Override
    public int read() throws IOException {
        return (int) counted(in.read(), 1);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = in.read(buffer, offset, length);
        return (int) counted(read, read);
    }

    @Override
    public long skip(long bytes) throws IOException {
        long skipped = in.skip(bytes);
        return counted(skipped, skipped);
    }

    private long counted(long result, long bytes) throws IOException {
        remainingBytes -= result < 0 ? 0 : bytes;
        if (remainingBytes < 0) {
            throw new IOException("more than " + limitBytes + " bytes");
        }
        return result;
    }
}
