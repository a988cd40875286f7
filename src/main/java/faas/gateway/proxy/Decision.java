package faas.gateway.proxy;

import faas.gateway.http1.Fields;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What happens to a call before it goes on to its function, or instead. */
public sealed interface Decision permits Refusal, BodyCheck, Decision.Answer, Decision.Later {
    /**
     * The gateway answers the call itself.
     *
     * @param body backed by an array
     */
    record Answer(int status, Fields fields, ByteBuffer body) implements Decision {
        private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

        /** An answer without a body. */
        public Answer(int status, Fields fields) {
            this(status, fields, EMPTY);
        }
    }

    /**
     * The call waits until another thread has found out whether it goes on. Nothing of its body is read meanwhile.
     *
     * @param check begins when the call waits
     * @param next what happens then to a call that may go on; null if it does
     */
    record Later(Check check, Supplier<@Nullable Decision> next) implements Decision {
        /** A check that ends on another thread. */
        @FunctionalInterface
        public interface Check {
            /**
             * Begins the check, without blocking.
             *
             * @param onResult to be called once, within seconds, on any thread; what it gets says on the call's IO thread what
             *     happens to the call instead, or null
             */
            void begin(Consumer<Supplier<@Nullable Decision>> onResult);
        }

        /** A call that may go on does. */
        public Later(Check check) {
            this(check, () -> null);
        }
    }
}
