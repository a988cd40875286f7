package faas.gateway.http.h2.frame;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.DefaultByteBufferPool;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import org.xnio.conduits.StreamSinkConduit;

class FrameOutputTest {
    private final FrameOutput output = new FrameOutput(closed(), new EmptyPool());

    @Test
    void frames_for_a_closed_connection_take_no_buffer_that_nobody_would_give_back() {
        output.discard();

        assertDoesNotThrow(() -> output.windowUpdate(0, 1));
    }

    private static StreamSinkConduit closed() {
        return (StreamSinkConduit) Proxy.newProxyInstance(
                FrameOutputTest.class.getClassLoader(),
                new Class<?>[] {StreamSinkConduit.class},
                (sink, method, arguments) -> {
                    throw new AssertionError("the closed connection was used");
                });
    }

    /** A pool that must not be used any more. */
    private static final class EmptyPool implements ByteBufferPool {
        private final ByteBufferPool arrays = new DefaultByteBufferPool(false, 1024);

        @Override
        public PooledByteBuffer allocate() {
            throw new AssertionError("a buffer of the pool was taken");
        }

        @Override
        public ByteBufferPool getArrayBackedPool() {
            return arrays;
        }

        @Override
        public void close() {
            arrays.close();
        }

        @Override
        public int getBufferSize() {
            return arrays.getBufferSize();
        }

        @Override
        public boolean isDirect() {
            return true;
        }
    }
}
