package faas.gateway.http.listen;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** Protocol negotiation on TLS connections (RFC 7301): HTTP/2 if the client supports it, else HTTP/1.1. */
final class Alpn {
    private static final String HTTP2 = "h2";
    private static final String HTTP1 = "http/1.1";

    private Alpn() {}

    /** Offers both protocols. Must be called before the first byte. */
    static void offer(SSLEngine engine) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {HTTP2, HTTP1});
        engine.setSSLParameters(parameters);
    }

    /** Whether the handshake has completed, even if the client named no protocol. */
    static boolean isNegotiated(SSLEngine engine) {
        return engine.getApplicationProtocol() != null;
    }

    static boolean isHttp2(SSLEngine engine) {
        return HTTP2.equals(engine.getApplicationProtocol());
    }
}
