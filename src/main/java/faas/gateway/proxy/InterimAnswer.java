package faas.gateway.proxy;

import io.undertow.client.ClientCallback;
import io.undertow.client.ClientExchange;
import io.undertow.client.ClientRequest;
import io.undertow.util.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * An answer that only announces another one (1xx, RFC 9110 §15.2), such as 103. Undertow's client knows of 100 alone and
 * takes any other for the answer itself.
 */
final class InterimAnswer {
    private InterimAnswer() {}

    /**
     * Has the one that follows read. The connection serves no further call then.
     *
     * @param next gets an exchange to which the next answer comes, once the request is out
     */
    static void skip(ClientExchange interim, ClientCallback<ClientExchange> next) throws IOException {
        // The client reads what comes after an answer as that of the next request; this one has a body that never
        // begins, so that not even its head is written.
        ClientRequest unsaid =
                new ClientRequest().setMethod(interim.getRequest().getMethod()).setPath("/");
        unsaid.getRequestHeaders().put(Headers.TRANSFER_ENCODING, "chunked");
        interim.getConnection().sendRequest(unsaid, next);
        if (interim.getResponseChannel().read(ByteBuffer.allocate(1)) >= 0) {
            throw new IOException("an answer of status " + interim.getResponse().getResponseCode() + " with a body");
        }
    }
}
