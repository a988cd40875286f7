package faas.gateway.proxy;

/** Clients' certificates by the JDK. */
class JdkClientCertificateTest extends ClientCertificateTest {
    JdkClientCertificateTest() {
        super("jdk");
    }
}
