package faas.gateway.proxy;

/** TLS by the JDK. */
class JdkTlsTest extends TlsTest {
    JdkTlsTest() {
        super("jdk");
    }
}
