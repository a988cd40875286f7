package faas.gateway.http.reply;

import faas.gateway.config.ClientLimits;
import io.undertow.connector.ByteBufferPool;

/**
 * What all connections of clients have in common.
 *
 * @param timeoutNanos how long a client may leave a response unread, or a body after its response unsent
 * @param buffers for responses
 * @param readBuffers for what clients send; they are used up a little sooner
 */
public record ConnectionSettings(
        CallReceiver receiver,
        ClientLimits limits,
        long timeoutNanos,
        ByteBufferPool buffers,
        ByteBufferPool readBuffers,
        DateField date) {}
