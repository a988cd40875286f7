package faas.gateway.proxy;

/** Clients' certificates by Conscrypt. */
class ConscryptClientCertificateTest extends ClientCertificateTest {
    ConscryptClientCertificateTest() {
        super("conscrypt");
    }
}
