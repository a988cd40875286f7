package faas.gateway.access.password;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import at.favre.lib.crypto.bcrypt.BCrypt;
import faas.gateway.access.secret.UnusableSecretException;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PasswordsTest {
    /** The hashes were made with crypt(3) of libxcrypt, the one of cost 10 with Apache's htpasswd 2.4.71. */
    private static final String SECRET = "$2y$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a";

    @ParameterizedTest
    @CsvSource({
        "secret, $2y$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a",
        "secret, $2a$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a",
        "secret, $2b$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a",
        "pässwörd, $2y$05$abcdefghijklmnopqrstuuZVEMa1pjhlynBQ1qXmSvGBJpN9h1w8G",
        "secret, $2y$10$govKIUT1/3NS3qVYCHdDHedVVPsxWPxCxNgJwLbRY0bOAenzqEJzm",
        "slow, $2y$08$abcdefghijklmnopqrstuuDhTyj/ncqnLTTRGGvUpBz0U8HJJSJ8u",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, "
                + "$2y$05$abcdefghijklmnopqrstuuldF68XqW1jV1pTkp5QRjAP2izYsMp1u",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, "
                + "$2y$05$abcdefghijklmnopqrstuuGUnCqbfgs3htOkLrFduUjAyLBw1Rq/u",
    })
    void a_password_is_valid_with_the_hash_that_others_made_of_it(String password, String hash) throws Exception {
        Passwords passwords = Passwords.parse("# staff\n\nann:" + hash + "\n");

        assertTrue(isValid(passwords, "ann", password));
        assertFalse(isValid(passwords, "ann", password + "x"));
        assertFalse(isValid(passwords, "ann", password.substring(1)));
        assertFalse(isValid(passwords, "ann", ""));
        assertFalse(isValid(passwords, "bob", password));
        assertEquals(List.of("ann"), passwords.callers());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | it has no user",
                "ann:$apr1$abcdefgh$aaaaaaaaaaaaaaaaaaaaa. | line 1 is not USER:HASH with a bcrypt hash; make it with htpasswd -nB USER",
                "ann:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ= | line 1 is not USER:HASH with a bcrypt hash",
                "ann:rqXexS6ZhobKA | line 1 is not USER:HASH with a bcrypt hash",
                "ann:hunter2 | line 1 is not USER:HASH with a bcrypt hash",
                "ann:$2x$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a | line 1 is not USER:HASH",
                "ann:$2y$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYU | line 1 is not USER:HASH with a bcrypt hash",
                "ann:$2y$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a:x | line 1 is not USER:HASH",
                "a b:$2y$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a | line 1 is not USER:HASH",
                "ann:$2y$13$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a | line 1 has a hash of cost 13",
                "ann:$2y$03$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a | line 1 has a hash of cost 3",
            })
    void another_text_is_refused_without_repeating_it(String text, String message) {
        UnusableSecretException e = assertThrows(UnusableSecretException.class, () -> Passwords.parse(text));

        String said = String.valueOf(e.getMessage());
        assertTrue(said.startsWith(message), said);
        assertFalse(said.contains("hunter2"));
    }

    @Test
    void a_user_is_there_once_and_a_secret_has_at_most_a_thousand() {
        assertThrows(UnusableSecretException.class, () -> Passwords.parse("ann:" + SECRET + "\nann:" + SECRET + "\n"));
        StringBuilder text = new StringBuilder();
        for (int i = 0; i <= Passwords.MAX_USERS; i++) {
            text.append("user").append(i).append(':').append(SECRET).append('\n');
        }
        assertThrows(UnusableSecretException.class, () -> Passwords.parse(text.toString()));
    }

    @Test
    void for_a_user_that_does_not_exist_about_as_much_is_computed() throws Exception {
        Passwords passwords = Passwords.parse("slow:" + BCrypt.withDefaults().hashToString(9, "secret".toCharArray())
                + "\nfast:" + BCrypt.withDefaults().hashToString(4, "secret".toCharArray()) + "\n");
        for (String user : List.of("slow", "fast", "nobody")) {
            cpuNanos(passwords, user);
        }

        long slow = cpuNanos(passwords, "slow");
        long fast = cpuNanos(passwords, "fast");
        long nobody = cpuNanos(passwords, "nobody");

        // The factor between the costs is 32.
        assertTrue(nobody > slow / 4 && fast > slow / 4, slow + " " + fast + " " + nobody);
        assertTrue(nobody < slow * 4 && fast < slow * 4, slow + " " + fast + " " + nobody);
    }

    private static long cpuNanos(Passwords passwords, String user) {
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (int i = 0; i < 3; i++) {
            assertFalse(isValid(passwords, user, "wrong"));
        }
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
    }

    private static boolean isValid(Passwords passwords, String user, String password) {
        return passwords.isValid(new PresentedPassword(user, password));
    }
}
