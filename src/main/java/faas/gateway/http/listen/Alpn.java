package faas.gateway.http.listen;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** Which protocol the two ends of a secured connection agree on (RFC 7301); HTTP/2 where the caller speaks it. */
final class Alpn {
    private static final String HTTP2 = "h2";
    private static final String HTTP1 = "http/1.1";

    private Alpn() {}

    /** Offers both protocols; to be called before the first byte. */
    static void offer(SSLEngine engine) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {HTTP2, HTTP1});
        engine.setSSLParameters(parameters);
    }

    /** Whether the handshake is over; also where the caller did not say what it speaks. */
    static boolean isAgreed(SSLEngine engine) {
        return engine.getApplicationProtocol() != null;
    }

    static boolean isHttp2(SSLEngine engine) {
        return HTTP2.equals(engine.getApplicationProtocol());
    }
}
