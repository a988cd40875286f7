package faas.gateway.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.gateway.Await;
import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Xnio;
import org.xnio.XnioWorker;

class IoBuffersTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int BUFFERS = 20;

    /** A tenth of them. Half of it is for bytes from clients. */
    private static final int RESERVE = 2;

    private final List<Boolean> shortages = new ArrayList<>();
    private final IoLoops loops = new IoLoops(1, new MemoryLimits(512, BUFFERS, 1_000), System::nanoTime);
    private final XnioWorker worker = Xnio.getInstance()
            .createWorker(OptionMap.builder().set(Options.WORKER_IO_THREADS, 1).getMap());

    IoBuffersTest() throws IOException {}

    @AfterEach
    void stop() throws InterruptedException {
        worker.shutdown();
        assertTrue(worker.awaitTermination(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Test
    void an_io_thread_gets_its_share_and_a_reserve_and_no_more() {
        loops.onShortage(() -> shortages.add(loops.isShort()));
        List<PooledByteBuffer> taken = onIoThread(() -> take(BUFFERS));
        assertFalse(loops.isShort());

        taken.addAll(onIoThread(() -> take(loops.readBuffers(), 1)));
        assertTrue(loops.isShort());
        onIoThread(() -> assertThrows(OutOfBuffersException.class, () -> take(loops.readBuffers(), 1)));
        taken.addAll(onIoThread(() -> take(1)));
        assertEquals(BUFFERS + RESERVE, loops.buffersInUse());
        assertTrue(taken.stream().allMatch(buffer -> buffer.getBuffer().isDirect()));
        onIoThread(() -> assertThrows(OutOfBuffersException.class, () -> take(1)));
        give(taken);

        assertEquals(0, loops.buffersInUse());
        Await.until("the end of the shortage", TIMEOUT, loops::isShort, isShort -> !isShort);
        assertEquals(List.of(true, false), onIoThread(() -> List.copyOf(shortages)));
    }

    @Test
    void a_returned_buffer_is_reused_and_empty() {
        ByteBuffer first = onIoThread(() -> {
            PooledByteBuffer pooled = loops.buffers().allocate();
            ByteBuffer buffer = pooled.getBuffer().put((byte) 1).limit(7);
            pooled.close();
            return buffer;
        });

        ByteBuffer second = onIoThread(() -> loops.buffers().allocate().getBuffer());

        assertSame(first, second);
        assertEquals(List.of(0, 512), List.of(second.position(), second.limit()));
    }

    @Test
    void a_buffer_returned_twice_counts_once_and_cannot_be_used_any_more() {
        PooledByteBuffer pooled = onIoThread(() -> loops.buffers().allocate());
        onIoThread(() -> take(1));
        give(List.of(pooled, pooled));

        assertEquals(1, loops.buffersInUse());
        assertThrows(IllegalStateException.class, pooled::getBuffer);
    }

    @Test
    void a_buffer_returned_on_another_thread_is_counted_even_if_nobody_asks_for_one() {
        List<PooledByteBuffer> taken = onIoThread(() -> take(2));
        give(taken.subList(0, 1));

        taken.getLast().close();

        assertEquals(0, onIoThread(loops::buffersInUse));
    }

    @Test
    void other_threads_get_uncounted_buffers_on_the_heap() {
        try (PooledByteBuffer pooled = loops.buffers().allocate()) {
            assertFalse(pooled.getBuffer().isDirect());
            assertEquals(0, loops.buffersInUse());
        }
    }

    private List<PooledByteBuffer> take(int buffers) {
        return take(loops.buffers(), buffers);
    }

    private static List<PooledByteBuffer> take(ByteBufferPool pool, int buffers) {
        List<PooledByteBuffer> taken = new ArrayList<>();
        for (int i = 0; i < buffers; i++) {
            taken.add(pool.allocate());
        }
        return taken;
    }

    private void give(List<PooledByteBuffer> buffers) {
        onIoThread(() -> {
            buffers.forEach(PooledByteBuffer::close);
            return true;
        });
    }

    private <T> T onIoThread(Supplier<T> task) {
        return CompletableFuture.supplyAsync(task, worker.getIoThread())
                .orTimeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }
}
