package faas.gateway.access.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.gateway.access.secret.SecretFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFilesTest {
    private static final String SECRET = "bob:2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b\n";
    private static final String OTHER = "alice:d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa\n";

    @TempDir
    private Path folder;

    @Test
    void a_secret_that_comes_later_is_loaded_and_one_that_goes_has_no_keys() throws Exception {
        SecretFiles<KeySet> secrets = secrets();
        assertNull(secrets.content("keys"));
        assertTrue(secrets.trouble("keys").startsWith("the gateway has no secret keys ("));

        write("keys", SECRET);
        secrets.reload();
        assertNotNull(find(secrets, "secret"));
        assertEquals("", secrets.trouble("keys"));

        Files.delete(folder.resolve("keys"));
        secrets.reload();
        assertNull(secrets.content("keys"));
    }

    @Test
    void a_half_written_secret_opens_and_closes_nothing() throws Exception {
        write("keys", SECRET);
        SecretFiles<KeySet> secrets = secrets();

        write("keys", OTHER + SECRET.substring(0, 40));
        secrets.reload();
        assertNotNull(find(secrets, "secret"));
        assertNull(find(secrets, "other"));
        assertTrue(secrets.trouble("keys").contains("line 2 is not CALLER:HASH"), secrets.trouble("keys"));

        write("keys", OTHER + OTHER.replace('d', 'c').replace("alice", "carol"));
        secrets.reload();
        assertNull(find(secrets, "secret"));
        assertNotNull(find(secrets, "other"));
        assertEquals("", secrets.trouble("keys"));
    }

    @Test
    void a_secret_that_was_never_usable_has_no_keys() throws Exception {
        write("keys", SECRET + "alice\n");

        assertNull(secrets().content("keys"));
    }

    @Test
    void the_files_of_a_folder_are_one_secret_so_that_an_old_and_a_new_key_are_valid_together() throws Exception {
        Files.createDirectory(folder.resolve("keys"));
        write("keys/2025", SECRET);
        SecretFiles<KeySet> secrets = secrets();
        assertNotNull(find(secrets, "secret"));

        write("keys/2026", OTHER);
        write("keys/.hidden", "not a key");
        secrets.reload();
        assertNotNull(find(secrets, "secret"));
        assertNotNull(find(secrets, "other"));

        Files.delete(folder.resolve("keys/2025"));
        secrets.reload();
        assertNull(find(secrets, "secret"));
        assertNotNull(find(secrets, "other"));
    }

    @Test
    void a_secret_that_no_label_names_any_more_is_forgotten() throws Exception {
        write("keys", SECRET);
        SecretFiles<KeySet> secrets = secrets();

        secrets.require(Set.of("others"));

        assertNull(secrets.content("keys"));
    }

    @Test
    void a_file_beyond_the_size_of_a_docker_secret_is_refused() throws Exception {
        write("keys", "#".repeat(512 * 1024) + "\n" + SECRET);

        SecretFiles<KeySet> secrets = secrets();

        assertNull(secrets.content("keys"));
        assertTrue(secrets.trouble("keys").contains("more than 524288 bytes"), secrets.trouble("keys"));
    }

    private SecretFiles<KeySet> secrets() {
        SecretFiles<KeySet> secrets = new SecretFiles<>(folder, KeySet::parse);
        secrets.require(Set.of("keys"));
        return secrets;
    }

    private static @org.jspecify.annotations.Nullable Key find(SecretFiles<KeySet> secrets, String key) {
        KeySet keys = secrets.content("keys");
        return keys == null ? null : keys.find(key);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
