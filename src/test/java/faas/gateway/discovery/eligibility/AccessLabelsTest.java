package faas.gateway.discovery.eligibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.gateway.discovery.swarm.ServiceSample;
import faas.gateway.function.AccessPolicy;
import faas.gateway.function.Authentication;
import faas.gateway.function.Subject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessLabelsTest {
    @Test
    void without_labels_the_gateways_default_counts() {
        assertEquals(AccessPolicy.DEFAULT, policy(service()));
    }

    @Test
    void none_opens_the_function() {
        assertEquals(
                new AccessPolicy(false, Optional.of(new Authentication.None())),
                policy(service().label("faas.auth", "none")));
    }

    @Test
    void a_key_is_of_the_usual_secret_in_the_usual_fields_unless_labels_say_otherwise() {
        assertEquals(key("faas-keys", Optional.empty()), policy(service().label("faas.auth", "key")));
        assertEquals(
                key("orders", Optional.of("x-gitlab-token")),
                policy(service()
                        .label("faas.auth", "key")
                        .label("faas.auth.keys", "orders")
                        .label("faas.auth.header", "X-Gitlab-Token")));
    }

    @Test
    void who_names_a_secret_or_a_field_means_a_key() {
        assertEquals(key("orders", Optional.empty()), policy(service().label("faas.auth.keys", "orders")));
        assertEquals(key("faas-keys", Optional.of("x-token")), policy(service().label("faas.auth.header", "X-Token")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "faas.auth | kye | write none, or a list of key, hmac, basic, jwt, certificate, forward",
                "faas.auth | '' | write none, or a list of key, hmac, basic, jwt, certificate, forward",
                "faas.auth | oidc | write none, or a list of key, hmac, basic, jwt, certificate, forward",
                "faas.auth | none,key | write none, or a list of key, hmac, basic, jwt, certificate, forward",
                "faas.auth.keys | ../../etc/passwd | write the name of a secret of the gateway",
                "faas.auth.keys | '' | write the name of a secret of the gateway",
                "faas.auth.keys | .hidden | write the name of a secret of the gateway",
                "faas.auth | key, | write none, or a list of key, hmac, basic, jwt, certificate, forward",
                "faas.auth.users | a:$2y$05$x | seems to hold a secret",
                "faas.auth | key,forward | write forward alone",
                "faas.auth.users | a/b | write the name of a secret of the gateway",
                "faas.auth.user | staff | did you mean faas.auth.users?",
                "faas.auth.header | Cookie | write the name of a field that begins with X-",
                "faas.auth.header | X-Call-Id | write the name of a field that begins with X-",
                "faas.auth.header | X-Caller | write the name of a field that begins with X-",
                "faas.auth.header | X-Forwarded-For | write the name of a field that begins with X-",
                "faas.auth.header | 'X-A: b' | write the name of a field that begins with X-",
                "faas.auht | key | faas.auht is not a label of the gateway, and nobody may call the function while it is there; did you mean faas.auth?",
                "FAAS.AUTH | key | FAAS.AUTH is not a label of the gateway, and nobody may call",
                "faas.auth.key | orders | did you mean faas.auth.keys?",
                "faas.authentication | key | faas.authentication is not a label of the gateway, and nobody may call",
                "faas.allow | '' | write at most 100 addresses and blocks",
                "faas.allow | 10.0.0.0/33 | write at most 100 addresses and blocks",
                "faas.allow | 10.0.0.0/8, | write at most 100 addresses and blocks",
                "faas.allow | example.com | write at most 100 addresses and blocks",
                "faas.alow | 10.0.0.0/8 | faas.alow is not a label of the gateway, and nobody may call",
                "faas.allow.ip | 10.0.0.0/8 | faas.allow.ip is not a label of the gateway, and nobody may call",
                "faas.rate | fast | write a limit such as 10/s, 100/m burst 20 or 1000/h by caller",
                "faas.rate | 0/s | write a limit such as",
                "faas.rate | 10 | write a limit such as",
                "faas.rate | 10/s burst 0 | write a limit such as",
                "faas.rate | 1000001/s | write a limit such as",
                "faas.rate | 10/s by key | write a limit such as",
                "faas.visibility | private | write public or internal",
                "faas.visibilty | internal | faas.visibilty is not a label of the gateway, and nobody may call",
                "faas.auth.isuer | me | faas.auth.isuer is not a label of the gateway, and nobody may call",
            })
    void a_mistake_closes_the_function_and_is_reported_with_a_command(String label, String value, String remark) {
        ServiceSample service = service().label(label, value);
        FunctionLabels.Valid labels = valid(service);

        assertTrue(labels.policy().access().closed(), labels.toString());
        assertTrue(
                labels.remarks().getFirst().contains(remark), labels.remarks().toString());
        List<String> fixes = FunctionLabels.accessFixes(service.value());
        assertEquals(1, fixes.size());
        assertTrue(fixes.getFirst().matches("--label-(add|rm) faas\\S+|--label-rm FAAS.AUTH"), fixes.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bob:2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b",
                "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b",
                "Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4",
                "secret=hunter2"
            })
    void a_label_that_seems_to_hold_a_secret_closes_the_function_and_is_not_repeated(String value) {
        FunctionLabels.Valid labels = valid(service().label("faas.auth.keys", value));

        assertTrue(labels.policy().access().closed());
        assertTrue(
                labels.remarks().getFirst().contains("everybody can read"),
                labels.remarks().toString());
        assertFalse(
                labels.remarks().toString().contains(value), labels.remarks().toString());
    }

    @Test
    void a_long_name_of_words_is_a_name() {
        AccessPolicy policy =
                policy(service().label("faas.auth.keys", "keys-of-the-callers-of-orders-in-production-2026"));

        assertFalse(policy.closed());
    }

    @Test
    void labels_that_contradict_each_other_close_the_function() {
        FunctionLabels.Valid labels = valid(service().label("faas.auth", "none").label("faas.auth.keys", "orders"));

        assertTrue(labels.policy().access().closed());
        assertEquals(
                List.of("label faas.auth=none contradicts faas.auth.keys: remove or change one of them; "
                        + "until then nobody may call the function"),
                labels.remarks());
    }

    @Test
    void a_signature_is_made_with_the_usual_secret_unless_a_label_says_otherwise() {
        assertEquals(
                way(new Authentication.Signature("faas-signing")),
                policy(service().label("faas.auth", "hmac")));
        assertEquals(
                way(new Authentication.Signature("hooks")), policy(service().label("faas.auth.secret", "hooks")));
        assertEquals(
                way(new Authentication.Any(List.of(
                        new Authentication.Key("orders", Optional.empty()),
                        new Authentication.Signature("faas-signing")))),
                policy(service().label("faas.auth", "hmac, key").label("faas.auth.keys", "orders")));
    }

    @Test
    void a_service_may_decide() {
        assertEquals(way(new Authentication.Forward()), policy(service().label("faas.auth", "forward")));
    }

    @Test
    void a_token_is_of_an_issuer_for_an_audience_and_the_function_gets_the_claims_asked_for() {
        assertEquals(
                way(new Authentication.Token("main", "https://orders.example", List.of("email", "given_name"))),
                policy(service()
                        .label("faas.auth", "jwt")
                        .label("faas.auth.issuer", "main")
                        .label("faas.auth.audience", "https://orders.example")
                        .label("faas.auth.claims", "email, given_name")));
        assertEquals(
                way(new Authentication.Token("main", "orders", List.of("groups", "email"), Map.of("groups", "a=b c"))),
                policy(service()
                        .label("faas.auth.issuer", "main")
                        .label("faas.auth.audience", "orders")
                        .label("faas.auth.claims", "groups=a=b c,email")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | orders | email | write the name of an issuer of the gateway's setting FAAS_ISSUERS",
                "https://id.example | orders | email | write the name of an issuer",
                "main | '' | email | write the audience that the claim aud",
                "main | a b | email | write the audience that the claim aud",
                "main | orders | '' | write at most 20 names of claims",
                "main | orders | a= | write at most 20 names of claims",
                "main | orders | a=1,a=2 | write at most 20 names of claims",
                "main | orders | a-b | write at most 20 names of claims",
                "main | orders | a_b,A_B | write at most 20 names of claims",
                "main | orders | a__b | write at most 20 names of claims",
            })
    void a_token_needs_an_issuer_and_an_audience(String issuer, String audience, String claims, String remark) {
        FunctionLabels.Valid labels = valid(service()
                .label("faas.auth", "jwt")
                .label("faas.auth.issuer", issuer)
                .label("faas.auth.audience", audience)
                .label("faas.auth.claims", claims));

        assertTrue(labels.policy().access().closed());
        assertTrue(
                labels.remarks().getFirst().contains(remark), labels.remarks().toString());
        assertTrue(policy(service().label("faas.auth", "jwt")).closed());
        assertTrue(policy(service().label("faas.auth.issuer", "main")).closed());
    }

    @Test
    void a_certificate_may_be_anybodys_or_of_subjects_that_a_label_lists() {
        assertEquals(
                way(new Authentication.Certificate(List.of())), policy(service().label("faas.auth", "certificate")));
        assertEquals(
                way(new Authentication.Certificate(List.of(
                        Subject.parse("O=Acme, CN=shop").orElseThrow(),
                        Subject.parse("O=Partner\\; Sons").orElseThrow()))),
                policy(service().label("faas.auth.subjects", "CN=shop,O=Acme; O=Partner\\; Sons")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "shop", "CN=shop;", "CN=shop,O", ";"})
    void a_list_of_subjects_that_is_malformed_closes_the_function(String subjects) {
        FunctionLabels.Valid labels = valid(service().label("faas.auth.subjects", subjects));

        assertTrue(labels.policy().access().closed());
        assertTrue(
                labels.remarks().getFirst().contains("write at most 100 subjects of certificates"),
                labels.remarks().toString());
    }

    @Test
    void a_password_is_of_the_usual_secret_unless_a_label_says_otherwise() {
        assertEquals(
                way(new Authentication.Password("faas-users")), policy(service().label("faas.auth", "basic")));
        assertEquals(way(new Authentication.Password("staff")), policy(service().label("faas.auth.users", "staff")));
        assertEquals(
                way(new Authentication.Any(List.of(
                        new Authentication.Key("faas-keys", Optional.empty()), new Authentication.Password("staff")))),
                policy(service().label("faas.auth", "basic,key").label("faas.auth.users", "staff")));
    }

    @ParameterizedTest
    @CsvSource({
        "key, faas.auth.secret",
        "hmac, faas.auth.keys",
        "hmac, faas.auth.header",
        "none, faas.auth.secret",
        "key, faas.auth.users",
        "basic, faas.auth.issuer",
        "forward, faas.auth.keys",
        "key, faas.auth.subjects",
        "certificate, faas.auth.users"
    })
    void a_label_of_another_way_closes_the_function(String auth, String label) {
        assertTrue(policy(service().label("faas.auth", auth).label(label, "x-name"))
                .closed());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10/s | 10/s burst 10 by address",
                "100/m burst 20 | 100/m burst 20 by address",
                " 1000/h by caller | 1000/h burst 1000 by caller",
                "1/s burst 1000000 by address | 1/s burst 1000000 by address",
            })
    void a_rate_has_a_period_and_perhaps_a_burst_and_whose_calls_count(String label, String limit) {
        assertEquals(
                limit,
                policy(service().label("faas.rate", label)).rate().orElseThrow().toString());
    }

    @Test
    void addresses_web_pages_and_visibility_are_read() {
        AccessPolicy policy = policy(service()
                .label("faas.allow", "10.0.0.0/8, fd00::/8,192.0.2.7")
                .label("faas.cors", "https://shop.example, http://localhost:3000")
                .label("faas.visibility", "internal"));

        assertEquals(
                "[10.0.0.0/8, fd00:0:0:0:0:0:0:0/8, 192.0.2.7/32]",
                policy.allow().toString());
        assertEquals(List.of("https://shop.example", "http://localhost:3000"), policy.origins());
        assertTrue(policy.internal());
        assertFalse(policy.closed());
        assertFalse(policy(service().label("faas.visibility", "public")).internal());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://shop.example/",
                "shop.example",
                "HTTPS://SHOP.example",
                "null",
                "",
                "*,x",
                "https://a\nb"
            })
    void invalid_origins_are_ignored_because_fewer_pages_may_call_without_them(String origins) {
        FunctionLabels.Valid labels = valid(service().label("faas.cors", origins));

        assertEquals(List.of(), labels.policy().access().origins());
        assertFalse(labels.policy().access().closed());
        assertTrue(labels.remarks().getFirst().contains("has no effect: write * or at most 100 origins"));
    }

    @Test
    void another_unknown_label_closes_nothing() {
        assertFalse(policy(service().label("faas.timout", "1s")).closed());
        assertFalse(policy(service().label("faas.colour", "blue")).closed());
    }

    private static AccessPolicy way(Authentication authentication) {
        return new AccessPolicy(false, Optional.of(authentication));
    }

    private static AccessPolicy key(String secret, Optional<String> field) {
        return new AccessPolicy(false, Optional.of(new Authentication.Key(secret, field)));
    }

    private static AccessPolicy policy(ServiceSample service) {
        return valid(service).policy().access();
    }

    private static FunctionLabels.Valid valid(ServiceSample service) {
        return assertInstanceOf(FunctionLabels.Valid.class, FunctionLabels.of(service.value()));
    }

    private static ServiceSample service() {
        return ServiceSample.named("faas_f").label("faas.name", "f");
    }
}
