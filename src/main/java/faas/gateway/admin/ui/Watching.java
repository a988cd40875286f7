package faas.gateway.admin.ui;

import faas.gateway.admin.page.PageResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/** The stream of one watcher, as server-sent events. What it misses while it reads slowly is not kept for it. */
final class Watching implements PageResponse.Source {
    private static final long BEAT_MILLIS = 5_000;
    private static final byte[] BEAT = "event: beat\ndata: {}\n\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] BYE = "event: bye\ndata: {}\n\n".getBytes(StandardCharsets.UTF_8);

    private final Feed feed;
    private final Watchers watchers;
    private final BooleanSupplier stopping;

    /** @param stopping whether the gateway stops */
    Watching(Feed feed, Watchers watchers, BooleanSupplier stopping) {
        this.feed = feed;
        this.watchers = watchers;
        this.stopping = stopping;
    }

    @Override
    public void writeTo(PageResponse.Sink sink) throws IOException, InterruptedException {
        watchers.begin();
        try {
            long version = -1;
            while (true) {
                Feed.Message message = feed.next(version, BEAT_MILLIS);
                sink.write(message == null ? BEAT : message.bytes());
                version = message == null ? version : message.version();
            }
        } catch (InterruptedException e) {
            if (stopping.getAsBoolean()) {
                sink.write(BYE);
            }
            throw e;
        } finally {
            watchers.end();
        }
    }
}
