package faas.gateway.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import faas.gateway.Certificates;
import faas.gateway.GatewayFixture;
import faas.gateway.conformance.H2spec.Case;
import faas.gateway.conformance.H2spec.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Every case of h2spec, over cleartext with prior knowledge and over TLS with ALPN. */
class H2specTest {
    /** The cases of h2spec 2.2.0; a run with fewer did not test everything. */
    private static final int CASES = 145;

    /** The cases that fail, by section and number, each with its reason. A case listed here must fail. */
    private static final Map<String, String> FAILING = Map.of();

    @TempDir
    private static Path folder = Path.of("");

    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture("FAAS_TLS_LISTEN", "127.0.0.1:0")
            .with("FAAS_TLS_CERT", folder.resolve("fullchain.pem").toString())
            .with("FAAS_TLS_KEY", folder.resolve("privkey.pem").toString());

    @RegisterExtension
    final WireMockExtension replica = WireMockExtension.newInstance()
            .options(WireMockConfiguration.wireMockConfig()
                    .bindAddress("127.0.0.1")
                    .dynamicPort())
            .build();

    @BeforeAll
    static void makeCertificate() throws Exception {
        Certificates.in(Files.createDirectory(folder.resolve("store")), "EC", "ip:127.0.0.1,dns:localhost")
                .serverFiles(folder.resolve("fullchain.pem"), folder.resolve("privkey.pem"));
    }

    @BeforeEach
    void deploy() {
        replica.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.ok("a body of more than a few bytes")));
        gateway.deploy("f", replica.getPort());
    }

    @Test
    void every_case_over_cleartext_passes_or_is_listed() throws Exception {
        holds("cleartext", gateway.port(), false);
    }

    @Test
    void every_case_over_tls_passes_or_is_listed() throws Exception {
        holds("tls", gateway.tlsPort(), true);
    }

    private static void holds(String transport, int port, boolean tls) throws Exception {
        List<Case> cases =
                H2spec.in(Files.createTempDirectory(folder, transport)).run(port, "/f/", tls);

        Table.write("h2spec-" + transport, cases.stream().map(H2specTest::row).toList());
        assertEquals(CASES, cases.size(), "cases run");
        assertTrue(cases.stream().noneMatch(one -> one.result() == Result.SKIPPED), "h2spec skipped a case");
        Set<String> failed = cases.stream()
                .filter(one -> one.result() == Result.FAILED)
                .map(Case::name)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(FAILING.keySet()), failed, "failed cases over " + transport);
    }

    private static List<String> row(Case one) {
        String listed = FAILING.containsKey(one.name()) ? "; listed: " + FAILING.get(one.name()) : "";
        return List.of(one.name(), one.what(), one.result().name(), one.detail() + listed);
    }
}
