package faas.gateway.access;

import faas.gateway.credentials.FileState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The secrets with keys. Each is a file with the secret's name, or a folder of such files, which count as one. One that is missing
 * has no keys. One that becomes unusable keeps those that it had. Thread-safe; files are read in {@link #require} and {@link #reload}.
 */
final class KeySecrets {
    private static final Logger LOG = LoggerFactory.getLogger(KeySecrets.class);

    /** The limit of Docker's secrets is 500 KiB. */
    private static final int MAX_FILE_BYTES = 512 * 1024;

    private static final int MAX_FILES = 100;

    /**
     * A secret as it was last read.
     *
     * @param keys null if there are none
     * @param trouble why it cannot be used; empty if it can
     */
    record Secret(FileState state, @Nullable KeySet keys, String trouble) {}

    private final Path folder;
    private volatile Map<String, Secret> secrets = Map.of();

    /** @param folder where Docker mounts secrets */
    KeySecrets(Path folder) {
        this.folder = folder;
    }

    /** The keys of a secret; null if it has none that can be used. Reads no file. */
    @Nullable
    KeySet keys(String name) {
        Secret secret = secrets.get(name);
        return secret == null ? null : secret.keys();
    }

    /** Why a secret cannot be used; empty if it can. */
    String trouble(String name) {
        Secret secret = secrets.get(name);
        return secret == null ? "" : secret.trouble();
    }

    /** Loads these secrets, unless they are, and forgets all others. */
    synchronized void require(Set<String> names) {
        if (secrets.keySet().equals(names)) {
            return;
        }
        Map<String, Secret> next = new HashMap<>();
        for (String name : names) {
            Secret known = secrets.get(name);
            next.put(name, known != null ? known : read(name, new Secret(new FileState(""), null, "")));
        }
        secrets = Map.copyOf(next);
    }

    /** Loads those whose files have changed. */
    synchronized void reload() {
        Map<String, Secret> next = new HashMap<>(secrets);
        next.replaceAll(this::read);
        if (!next.equals(secrets)) {
            secrets = Map.copyOf(next);
        }
    }

    private Secret read(String name, Secret before) {
        List<Path> files = files(name);
        FileState state = FileState.of(files.toArray(Path[]::new));
        if (state.equals(before.state())) {
            return before;
        }
        if (files.stream().noneMatch(Files::exists)) {
            return closed(state, "the gateway has no secret " + name + " (" + folder.resolve(name) + ")");
        }
        try {
            KeySet keys = KeySet.parse(text(files));
            LOG.info("loaded the keys of {} callers from {}", keys.callers().size(), folder.resolve(name));
            return new Secret(state, keys, "");
        } catch (UnusableSecretException e) {
            String trouble = "the secret " + name + " (" + folder.resolve(name) + ") cannot be used: " + e.getMessage();
            if (before.keys() == null) {
                return closed(state, trouble);
            }
            LOG.warn("{}; the keys that it had stay valid", trouble);
            return new Secret(state, before.keys(), trouble + "; the keys that it had stay valid");
        }
    }

    private static Secret closed(FileState state, String trouble) {
        LOG.warn("{}; nobody may call the functions that need a key of it", trouble);
        return new Secret(state, null, trouble);
    }

    /** The file of a secret, or those in its folder. */
    private List<Path> files(String name) {
        Path path = folder.resolve(name);
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> inside = Files.list(path)) {
            return inside.filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .limit(MAX_FILES + 1)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static String text(List<Path> files) throws UnusableSecretException {
        if (files.size() > MAX_FILES) {
            throw new UnusableSecretException("its folder has more than " + MAX_FILES + " files");
        }
        StringBuilder text = new StringBuilder();
        for (Path file : files) {
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes(MAX_FILE_BYTES + 1);
                if (bytes.length > MAX_FILE_BYTES) {
                    throw new UnusableSecretException(file + " has more than " + MAX_FILE_BYTES + " bytes");
                }
                text.append(new String(bytes, StandardCharsets.ISO_8859_1)).append('\n');
            } catch (IOException e) {
                throw new UnusableSecretException(
                        "cannot read " + file + ": check that the gateway's user may read it");
            }
        }
        return text.toString();
    }
}
