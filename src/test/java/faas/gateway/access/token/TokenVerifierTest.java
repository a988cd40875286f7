package faas.gateway.access.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.nimbusds.jose.jwk.JWK;
import faas.gateway.TestIssuer;
import faas.gateway.function.Authentication;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {
    private static final long NOW = 1_800_000_000;
    private static final KeyPair RSA = TestIssuer.keyPair("RSA");
    private static final KeyPair EC = TestIssuer.keyPair("secp256r1");
    private static final KeyPair OTHER = TestIssuer.keyPair("RSA");
    private static final String CLAIMS =
            "{\"iss\":\"https://id.example\",\"aud\":\"orders\",\"sub\":\"ann\",\"exp\":" + (NOW + 60) + "}";
    private static final String HEADER = TestIssuer.header("rsa", "RS256", "");
    private static final String VALID = TestIssuer.signed(HEADER, CLAIMS, "RS256", RSA);
    private static final TokenVerifier VERIFIER = new TokenVerifier(
            "https://id.example", new Authentication.Token("main", "orders", List.of("email", "scope", "nested")));

    @Test
    void a_token_of_the_issuer_for_this_audience_and_time_is_valid() throws Exception {
        assertInstanceOf(TokenResult.Valid.class, verify(VALID));
        assertInstanceOf(
                TokenResult.Valid.class,
                verify(TestIssuer.signed(TestIssuer.header("ec", "ES256", ""), CLAIMS, "ES256", EC)));
        assertInstanceOf(TokenResult.Valid.class, verify(signed("{\"alg\":\"RS256\"}", CLAIMS)));
    }

    static Stream<Arguments> forgeries() throws Exception {
        String head = VALID.substring(0, VALID.indexOf('.'));
        String body = VALID.substring(VALID.indexOf('.') + 1, VALID.lastIndexOf('.'));
        String signature = VALID.substring(VALID.lastIndexOf('.') + 1);
        String more = ",\"x\":1";
        String otherKey = TestIssuer.jwk("rsa", OTHER);
        String der = new String(RSA.getPublic().getEncoded(), StandardCharsets.ISO_8859_1);
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(RSA.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
        return Stream.of(
                arguments("none", unsigned("none") + "."),
                arguments("none with a signature", unsigned("none") + "." + signature),
                arguments("None", unsigned("None") + "."),
                arguments("nOnE", unsigned("nOnE") + "." + signature),
                arguments("no signature", head + "." + body + "."),
                arguments("two parts", head + "." + body),
                arguments("four parts", VALID + "." + signature),
                arguments("encrypted", head + "." + body + "." + signature + "." + body + "." + signature),
                arguments("encrypted by its header", encrypted() + ".e30.e30.e30.e30"),
                arguments("shared secret: public key", hmac(der)),
                arguments("shared secret: public key as PEM", hmac(pem)),
                arguments("shared secret: public key as JWK", hmac(TestIssuer.jwk("rsa", RSA))),
                arguments("shared secret: empty", hmac("\0")),
                arguments("another key", TestIssuer.signed(HEADER, CLAIMS, "RS256", OTHER)),
                arguments(
                        "another kind of key",
                        TestIssuer.signed(TestIssuer.header("ec", "RS256", ""), CLAIMS, "RS256", RSA)),
                arguments("key inside", signedByOther(",\"jwk\":" + otherKey)),
                arguments(
                        "key inside, signed",
                        signed(TestIssuer.header("rsa", "RS256", ",\"jwk\":" + otherKey), CLAIMS)),
                arguments("jku", signedByOther(",\"jku\":\"https://evil.example/keys\"")),
                arguments(
                        "jku, signed",
                        signed(TestIssuer.header("rsa", "RS256", ",\"jku\":\"https://id.example/keys\""), CLAIMS)),
                arguments(
                        "x5u", signed(TestIssuer.header("rsa", "RS256", ",\"x5u\":\"https://id.example/c\""), CLAIMS)),
                arguments("x5c", signed(TestIssuer.header("rsa", "RS256", ",\"x5c\":[\"MIIB\"]"), CLAIMS)),
                arguments("crit", signed(TestIssuer.header("rsa", "RS256", ",\"crit\":[\"x\"],\"x\":1"), CLAIMS)),
                arguments(
                        "crit exp", signed(TestIssuer.header("rsa", "RS256", ",\"crit\":[\"exp\"],\"exp\":1"), CLAIMS)),
                arguments(
                        "b64", signed(TestIssuer.header("rsa", "RS256", ",\"crit\":[\"b64\"],\"b64\":false"), CLAIMS)),
                arguments("b64 alone", signed(TestIssuer.header("rsa", "RS256", ",\"b64\":false"), CLAIMS)),
                arguments("typ", signed(TestIssuer.header("rsa", "RS256", ",\"typ\":\"secevent+jwt\""), CLAIMS)),
                arguments("typ logout", signed(TestIssuer.header("rsa", "RS256", ",\"typ\":\"logout+jwt\""), CLAIMS)),
                arguments("kid is a number", signed("{\"alg\":\"RS256\",\"kid\":1}", CLAIMS)),
                arguments("alg is a list", signed("{\"alg\":[\"RS256\"],\"kid\":\"rsa\"}", CLAIMS)),
                arguments("no alg", signed("{\"kid\":\"rsa\"}", CLAIMS)),
                arguments("header is a list", signed("[]", CLAIMS)),
                arguments(
                        "other claims", head + "." + TestIssuer.base64(CLAIMS.replace("ann", "bob")) + "." + signature),
                arguments(
                        "other header",
                        TestIssuer.base64(TestIssuer.header("rsa", "RS256", more)) + "." + body + "." + signature),
                arguments("short signature", head + "." + body + "." + signature.substring(4)),
                arguments("zero signature", ecHead() + "." + body + "." + TestIssuer.base64(new byte[64])),
                arguments("empty EC signature", ecHead() + "." + body + "."),
                arguments(
                        "deep header",
                        TestIssuer.base64("{\"alg\":" + "[".repeat(3_000)) + "." + body + "." + signature),
                arguments("deep claims", signed(HEADER, "{\"a\":" + "[".repeat(3_000) + "]".repeat(3_000) + "}")),
                arguments("claims are no JSON", signed(HEADER, "x")),
                arguments("text", "a.b.c"),
                arguments("dots", ".."),
                arguments("many dots", ".".repeat(8_000)),
                arguments("spaces", " . . "),
                arguments("not ASCII", "ä.ö.ü"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forgeries")
    void what_the_issuer_has_not_signed_in_the_usual_form_is_forged(String what, String token) throws Exception {
        assertInstanceOf(TokenResult.Forged.class, verify(token), what);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'iss':'https://id.example','aud':'orders','sub':'ann'}",
                "{'iss':'https://id.example','aud':'orders','sub':'ann','exp':1799999939}",
                "{'iss':'https://id.example','aud':'orders','sub':'ann','exp':-1}",
                "{'iss':'https://id.example','aud':'orders','sub':'ann','exp':1800000060,'nbf':1800000061}",
                "{'iss':'https://id.example','aud':'orders','sub':'ann','exp':1800000060,'iat':1800000061}",
                "{'iss':'https://id.example','aud':'orders','exp':1800000060}",
                "{'iss':'https://id.example','aud':'orders','sub':'','exp':1800000060}",
                "{'iss':'https://id.example','aud':'others','sub':'ann','exp':1800000060}",
                "{'iss':'https://id.example','aud':['others'],'sub':'ann','exp':1800000060}",
                "{'iss':'https://id.example','aud':[],'sub':'ann','exp':1800000060}",
                "{'iss':'https://id.example','aud':'Orders','sub':'ann','exp':1800000060}",
                "{'iss':'https://id.example','sub':'ann','exp':1800000060}",
                "{'iss':'https://id.example/','aud':'orders','sub':'ann','exp':1800000060}",
                "{'iss':'https://id.example.evil.example','aud':'orders','sub':'ann','exp':1800000060}",
                "{'aud':'orders','sub':'ann','exp':1800000060}",
            })
    void what_it_has_signed_for_others_or_another_time_is_unsuitable(String claims) throws Exception {
        assertInstanceOf(TokenResult.Unsuitable.class, verify(signed(HEADER, claims.replace('\'', '"'))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "x",
                "{'iss':'https://id.example','aud':'orders','sub':'ann','exp':'1800000060'}",
                "{'iss':'https://id.example','aud':'orders','sub':'ann','exp':null}",
                "{'iss':['https://id.example'],'aud':'orders','sub':'ann','exp':1800000060}",
                "{'iss':'https://id.example','aud':{'orders':1},'sub':'ann','exp':1800000060}",
            })
    void a_claim_of_another_type_opens_nothing(String claims) throws Exception {
        assertFalse(verify(signed(HEADER, claims.replace('\'', '"'))) instanceof TokenResult.Valid);
    }

    @Test
    void a_key_that_is_not_there_may_be_there_later() throws Exception {
        String unknown = signed(TestIssuer.header("next", "RS256", ""), CLAIMS);

        assertInstanceOf(TokenResult.UnknownKey.class, verify(unknown));
        assertInstanceOf(
                TokenResult.UnknownKey.class, verify(TestIssuer.signed("{\"alg\":\"RS256\"}", CLAIMS, "RS256", OTHER)));
        assertInstanceOf(TokenResult.UnknownKey.class, verify(signed("{\"alg\":\"ES384\"}", CLAIMS)));
        assertInstanceOf(TokenResult.UnknownKey.class, VERIFIER.verify(VALID, null, Instant.ofEpochSecond(NOW)));
    }

    @Test
    void a_token_that_names_no_key_may_be_signed_with_any_of_the_first_five_that_fit() throws Exception {
        String token = TestIssuer.signed("{\"alg\":\"RS256\"}", CLAIMS, "RS256", OTHER);

        assertInstanceOf(TokenResult.Valid.class, verify(token, keysBefore(OTHER, 1)));
        assertInstanceOf(TokenResult.Valid.class, verify(token, keysBefore(OTHER, 4)));
        assertInstanceOf(TokenResult.UnknownKey.class, verify(token, keysBefore(OTHER, 5)));
    }

    private static VerificationKeys keysBefore(KeyPair last, int others) throws ParseException {
        List<JWK> keys = new ArrayList<>(List.of(JWK.parse(TestIssuer.jwk("ec", EC))));
        for (int i = 0; i < others; i++) {
            keys.add(JWK.parse(TestIssuer.jwk("rsa" + i, RSA)));
        }
        keys.add(JWK.parse(TestIssuer.jwk("last", last)));
        return VerificationKeys.of(keys);
    }

    @Test
    void claims_become_fields() throws Exception {
        TokenResult.Valid valid = assertInstanceOf(
                TokenResult.Valid.class,
                verify(signed(
                        HEADER,
                        CLAIMS.replace(
                                "\"ann\"",
                                "\"a b\\nc\\\"\",\"email\":\"änn@x\\r\\nX-Evil: 1\",\"scope\":[\"a\",1,true],"
                                        + "\"nested\":{\"a\":1},\"unasked\":1"))));

        assertEquals("a%20b%0Ac%22", valid.caller());
        assertEquals(
                "X-Caller-Email: %C3%A4nn@x%0D%0AX-Evil: 1\nX-Caller-Scope: a,1,true\n",
                valid.claims().toString());
        assertEquals(NOW + 120, valid.untilSeconds());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "groups | admin | true",
                "groups | adm | false",
                "repository | acme/shop | true",
                "repository | acme | false",
                "repository | acme/shop2 | false",
                "scope | orders:read | true",
                "scope | orders:r | false",
                "scope | orders:read orders:write | false",
                "verified | true | true",
                "verified | TRUE | false",
                "level | 3 | true",
                "nested | {a=1} | false",
                "nothing | null | false",
                "absent | '' | false",
            })
    void a_claim_that_must_have_a_value_has_it_or_has_it_among_others(String name, String value, boolean valid)
            throws Exception {
        String token = signed(
                HEADER,
                CLAIMS.replace(
                        "\"ann\"",
                        "\"ann\",\"groups\":[\"staff\",\"admin\"],\"repository\":\"acme/shop\","
                                + "\"scope\":\"orders:read orders:write\",\"verified\":true,\"level\":3,"
                                + "\"nested\":{\"a\":1},\"nothing\":null"));
        TokenVerifier strict = new TokenVerifier(
                "https://id.example", new Authentication.Token("main", "orders", List.of(), Map.of(name, value)));

        assertEquals(valid, strict.verify(token, keys(), Instant.ofEpochSecond(NOW)) instanceof TokenResult.Valid);
    }

    @Test
    void a_very_long_subject_is_refused() throws Exception {
        assertInstanceOf(TokenResult.Unsuitable.class, verify(signed(HEADER, CLAIMS.replace("ann", "a".repeat(256)))));
    }

    private static String unsigned(String algorithm) {
        return TestIssuer.base64("{\"alg\":\"" + algorithm + "\"}") + "." + TestIssuer.base64(CLAIMS);
    }

    private static String encrypted() {
        return TestIssuer.base64("{\"alg\":\"RSA-OAEP-256\",\"enc\":\"A256GCM\",\"kid\":\"rsa\"}");
    }

    private static String ecHead() {
        return TestIssuer.base64(TestIssuer.header("ec", "ES256", ""));
    }

    private static String signed(String header, String claims) {
        return TestIssuer.signed(header, claims, "RS256", RSA);
    }

    private static String signedByOther(String more) {
        return TestIssuer.signed(TestIssuer.header("rsa", "RS256", more), CLAIMS, "RS256", OTHER);
    }

    private static String hmac(String secret) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.ISO_8859_1), "HmacSHA256"));
        String content = TestIssuer.base64(TestIssuer.header("rsa", "HS256", "")) + "." + TestIssuer.base64(CLAIMS);
        return content + "." + TestIssuer.base64(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
    }

    private static TokenResult verify(String token) throws ParseException {
        return verify(token, keys());
    }

    private static TokenResult verify(String token, VerificationKeys keys) {
        return VERIFIER.verify(token, keys, Instant.ofEpochSecond(NOW));
    }

    private static VerificationKeys keys() throws ParseException {
        return VerificationKeys.of(List.of(JWK.parse(TestIssuer.jwk("rsa", RSA)), JWK.parse(TestIssuer.jwk("ec", EC))));
    }
}
