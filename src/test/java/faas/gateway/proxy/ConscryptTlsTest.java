package faas.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import faas.gateway.Await;
import faas.gateway.Certificates;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS by Conscrypt. */
class ConscryptTlsTest extends TlsTest {
    ConscryptTlsTest() {
        super("conscrypt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void a_session_is_resumed_after_a_renewal_of_the_certificate(String version) throws Exception {
        SSLContext returning = first.clientContext();
        long began = session(returning, version).getCreationTime();
        Certificates second = certificates();
        Await.until("the new certificate", PATIENCE, () -> isServed(second), served -> served);

        assertEquals(began, session(returning, version).getCreationTime());
    }
}
