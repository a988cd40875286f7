package faas.gateway.access.password;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class ValidPasswordsTest {
    private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress THERE = InetAddress.ofLiteral("192.0.2.2");

    private final ValidPasswords valid = new ValidPasswords();

    @Test
    void a_password_stays_valid_for_five_minutes_after_it_was_checked_whoever_uses_it() {
        valid.add("digest", "hash", HERE, 0);
        long last = ValidPasswords.KEPT.toNanos();

        assertEquals(HERE, valid.lastClient("digest", "hash", last));
        valid.used("digest", THERE);
        assertEquals(THERE, valid.lastClient("digest", "hash", last));
        assertNull(valid.lastClient("digest", "hash", last + 1));
        assertEquals(0, valid.size());
    }

    @Test
    void a_changed_hash_or_a_user_who_is_gone_makes_it_invalid_at_once() {
        valid.add("digest", "hash", HERE, 0);
        assertNull(valid.lastClient("digest", "other", 1));

        valid.add("digest", "hash", HERE, 0);
        assertNull(valid.lastClient("digest", null, 1));
    }

    @Test
    void digests_differ_by_secret_user_password_and_gateway() {
        String digest = valid.digest("a", new PresentedPassword("ann", "secret"));

        assertEquals(digest, valid.digest("a", new PresentedPassword("ann", "secret")));
        assertNotEquals(digest, valid.digest("b", new PresentedPassword("ann", "secret")));
        assertNotEquals(digest, valid.digest("a", new PresentedPassword("an", "nsecret")));
        assertNotEquals(digest, valid.digest("a", new PresentedPassword("ann", "secreT")));
        assertNotEquals(digest, new ValidPasswords().digest("a", new PresentedPassword("ann", "secret")));
    }

    @Test
    void only_so_many_are_remembered() {
        for (int i = 0; i < 2 * ValidPasswords.MAX_PASSWORDS; i++) {
            valid.add("digest" + i, "hash", HERE, 0);
        }

        assertEquals(ValidPasswords.MAX_PASSWORDS, valid.size());
        assertNull(valid.lastClient("digest0", "hash", 1));
    }
}
