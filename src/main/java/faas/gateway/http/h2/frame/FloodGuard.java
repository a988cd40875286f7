package faas.gateway.http.h2.frame;

import java.util.concurrent.TimeUnit;

/**
 * Counts frames that cost the gateway more than the client: pings and settings, which must be answered, cancelled calls, pieces
 * of a body or of a field block with nothing in them, and mistakes. Used on one IO thread.
 */
public final class FloodGuard {
    /** Ten times what a browser that leaves a page full of pictures sends. */
    static final int MAX_FRAMES = 1000;

    static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);

    private long windowNanos;
    private int frames;

    public FloodGuard(long nowNanos) {
        this.windowNanos = nowNanos;
    }

    /** @throws ConnectionError if there were too many of late */
    public void count(long nowNanos) throws ConnectionError {
        if (nowNanos - windowNanos > WINDOW_NANOS) {
            windowNanos = nowNanos;
            frames = 0;
        }
        frames++;
        if (frames > MAX_FRAMES) {
            throw new ConnectionError(
                    Frames.ENHANCE_YOUR_CALM, "The connection brought too many control frames within ten seconds.");
        }
    }
}
