package faas.gateway.http.reply;

import faas.gateway.config.ClientLimits;
import io.undertow.connector.ByteBufferPool;

/**
 * What all connections of clients share.
 *
 * @param timeoutNanos how long a client may stop reading a response, or sending a body after its response
 * @param buffers the buffers for responses
 * @param readBuffers the buffers for bytes from clients, which run out a little sooner
 */
public record ConnectionSettings(
        CallReceiver receiver,
        ClientLimits limits,
        long timeoutNanos,
        ByteBufferPool buffers,
        ByteBufferPool readBuffers,
        DateField date) {}
