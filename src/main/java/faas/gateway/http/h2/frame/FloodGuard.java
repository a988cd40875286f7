package faas.gateway.http.h2.frame;

import java.util.concurrent.TimeUnit;

/**
 * Limits frames that cost the gateway more than the client: PING and SETTINGS, which need an acknowledgement, cancelled calls,
 * empty DATA and CONTINUATION frames, and stream errors. Used on one IO thread.
 */
public final class FloodGuard {
    /** Ten times what a browser sends when it leaves a page full of images. */
    static final int MAX_FRAMES = 1000;

    static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);

    private long windowNanos;
    private int frames;

    public FloodGuard(long nowNanos) {
        this.windowNanos = nowNanos;
    }

    /**
     * Counts a frame.
     *
     * @throws ConnectionError if there were too many in the current window
     */
    public void count(long nowNanos) throws ConnectionError {
        if (isFlood(nowNanos)) {
            throw new ConnectionError(
                    Frames.ENHANCE_YOUR_CALM, "The client sent too many control frames within ten seconds.");
        }
    }

    /** Counts a frame. Returns true if there were too many in the current window. */
    public boolean isFlood(long nowNanos) {
        if (nowNanos - windowNanos > WINDOW_NANOS) {
            windowNanos = nowNanos;
            frames = 0;
        }
        frames++;
        return frames > MAX_FRAMES;
    }
}
