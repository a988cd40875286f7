package faas.gateway.access.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.gateway.access.secret.UnusableSecretException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningSecretsTest {
    @Test
    void each_line_has_a_caller_and_a_secret_which_may_contain_colons_and_spaces() throws Exception {
        SigningSecrets secrets = SigningSecrets.parse(
                "# hooks\ngithub:It's a Secret to Everybody: yes\r\n\nshop:whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n");

        assertEquals(List.of("github", "shop"), secrets.callers());
        assertFalse(secrets.signers().get(0).standard());
        assertEquals(31, secrets.signers().get(0).secret().getEncoded().length);
        assertTrue(secrets.signers().get(1).standard());
        assertEquals(24, secrets.signers().get(1).secret().getEncoded().length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "github",
                "github:",
                "github:hunter2hunter2",
                "git hub:It's a Secret to Everybody",
                "shop:whsec_%%%%%%%%%%%%%%%%",
                "github:It's a Secret to Everybody\nshop"
            })
    void a_text_with_a_line_without_a_secret_is_refused_and_not_repeated(String text) {
        UnusableSecretException e = assertThrows(UnusableSecretException.class, () -> SigningSecrets.parse(text));

        assertFalse(String.valueOf(e.getMessage()).matches(".*(Everybody|hunter2|%%).*"), e.getMessage());
    }

    @Test
    void the_number_of_secrets_is_limited() throws Exception {
        String line = "github:It's a Secret to Everybody\n";

        assertEquals(20, SigningSecrets.parse(line.repeat(20)).signers().size());
        assertThrows(UnusableSecretException.class, () -> SigningSecrets.parse(line.repeat(21)));
    }
}
