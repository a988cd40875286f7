package faas.gateway.access.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.jwk.JWK;
import faas.gateway.TestIssuer;
import faas.gateway.function.Authentication;
import faas.gateway.http1.Fields;
import io.undertow.util.HttpString;
import java.net.InetAddress;
import java.text.ParseException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValidTokensTest {
    private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.1");
    private static final Authentication.Token RULE = new Authentication.Token("main", "orders", List.of());
    private static final VerificationKeys KEYS = new VerificationKeys(List.of());

    private final ValidTokens tokens = new ValidTokens();

    @Test
    void a_token_is_known_until_it_expires_or_the_keys_change_and_for_its_own_rule_only() throws Exception {
        tokens.add("digest", RULE, valid(""), HERE);

        assertNotNull(tokens.find("digest", RULE, KEYS, 100));
        assertNull(tokens.find("digest", new Authentication.Token("main", "others", List.of()), KEYS, 100));
        assertNull(tokens.find("other", RULE, KEYS, 100));
        assertNull(tokens.find("digest", RULE, KEYS, 101));
        assertEquals(0, tokens.size());

        tokens.add("digest", RULE, valid(""), HERE);
        assertNull(tokens.find("digest", RULE, otherKeys(), 1));
        assertEquals(0, tokens.size());
    }

    @Test
    void they_take_a_bounded_amount_of_memory() {
        for (int i = 0; i < 20_000; i++) {
            tokens.add("small" + i, RULE, valid(""), HERE);
        }
        int small = tokens.size();
        for (int i = 0; i < 20_000; i++) {
            tokens.add("large" + i, RULE, valid("x".repeat(8_000)), HERE);
        }

        assertTrue(small > 2_000 && small <= ValidTokens.MAX_WEIGHT / 400, small + " small ones");
        assertTrue(tokens.size() <= ValidTokens.MAX_WEIGHT / 16_000, tokens.size() + " large ones");
        assertNotNull(tokens.find("large19999", RULE, KEYS, 1));
    }

    private static VerificationKeys otherKeys() throws ParseException {
        return VerificationKeys.of(List.of(JWK.parse(TestIssuer.jwk("rsa", TestIssuer.keyPair("RSA")))));
    }

    private static TokenResult.Valid valid(String claim) {
        Fields claims = new Fields();
        if (!claim.isEmpty()) {
            claims.add(new HttpString("X-Caller-Email"), claim);
        }
        return new TokenResult.Valid("ann", claims, 100, KEYS);
    }
}
