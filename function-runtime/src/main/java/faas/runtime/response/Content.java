package faas.runtime.response;

import java.io.InputStream;
import java.nio.ByteBuffer;

/** The body of a response. */
public sealed interface Content {

    /** All of it, there already. */
    record Bytes(ByteBuffer bytes) implements Content {

        public Bytes {
            bytes = bytes.asReadOnlyBuffer();
        }

        @Override
        public ByteBuffer bytes() {
            return bytes.duplicate();
        }

        public int length() {
            return bytes.remaining();
        }
    }

    /** To be read while it is sent, and closed in the end whatever becomes of it. */
    record Stream(InputStream in) implements Content {}
}
