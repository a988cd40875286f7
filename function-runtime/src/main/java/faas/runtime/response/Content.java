package faas.runtime.response;

import java.io.InputStream;
import java.nio.ByteBuffer;

/** The body of a response. */
public sealed interface Content {

    /** A complete body. */
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

    /** A body that is read while it is sent, and closed in any case. */
    record Stream(InputStream in) implements Content {}
}
