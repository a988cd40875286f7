package faas.gateway.access.secret;

import faas.gateway.credentials.FileState;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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
 * The secrets of one kind. Each is a file with the secret's name, or a folder of such files, which count as one. One that is missing
 * has no content. One that becomes unusable keeps the content that it had. Thread-safe; files are read in {@link #require} and
 * {@link #reload}.
 *
 * @param <T> the content
 */
public final class SecretFiles<T extends Callers> {
    private static final Logger LOG = LoggerFactory.getLogger(SecretFiles.class);

    /** The limit of Docker's secrets is 500 KiB. */
    private static final int MAX_FILE_BYTES = 512 * 1024;

    private static final int MAX_FILES = 100;

    /** Reads the text of a secret. */
    public interface Parser<T> {
        T parse(String text) throws UnusableSecretException;
    }

    /**
     * A secret as it was last read.
     *
     * @param content null if there is none
     * @param trouble why it cannot be used; empty if it can
     */
    private record Secret<T>(FileState state, @Nullable T content, String trouble) {}

    private final Path folder;
    private final Parser<T> parser;
    private volatile Map<String, Secret<T>> secrets = Map.of();

    /** @param folder where Docker mounts secrets */
    public SecretFiles(Path folder, Parser<T> parser) {
        this.folder = folder;
        this.parser = parser;
    }

    /** The content of a secret; null if it has none that can be used. Reads no file. */
    public @Nullable T content(String name) {
        Secret<T> secret = secrets.get(name);
        return secret == null ? null : secret.content();
    }

    /** Why a secret cannot be used; empty if it can. */
    public String trouble(String name) {
        Secret<T> secret = secrets.get(name);
        return secret == null ? "" : secret.trouble();
    }

    /** Loads these secrets, unless they are, and forgets all others. */
    public synchronized void require(Set<String> names) {
        if (secrets.keySet().equals(names)) {
            return;
        }
        Map<String, Secret<T>> next = new HashMap<>();
        for (String name : names) {
            Secret<T> known = secrets.get(name);
            next.put(name, known != null ? known : read(name, new Secret<>(new FileState("not read"), null, "")));
        }
        secrets = Map.copyOf(next);
    }

    /** Loads those whose files have changed. */
    public synchronized void reload() {
        Map<String, Secret<T>> next = new HashMap<>(secrets);
        next.replaceAll(this::read);
        if (!next.equals(secrets)) {
            secrets = Map.copyOf(next);
        }
    }

    private Secret<T> read(String name, Secret<T> before) {
        List<Path> files = files(name);
        FileState state = FileState.of(files.toArray(Path[]::new));
        if (state.equals(before.state())) {
            return before;
        }
        Path path = folder.resolve(name);
        if (files.stream().noneMatch(Files::exists)) {
            return closed(state, "the gateway has no secret " + name + " (" + path + ")");
        }
        try {
            T content = parser.parse(text(files));
            LOG.info(
                    "loaded the secrets of {} callers from {}",
                    content.callers().size(),
                    path);
            return new Secret<>(state, content, "");
        } catch (UnusableSecretException e) {
            String trouble = "the secret " + name + " (" + path + ") cannot be used: " + e.getMessage();
            if (before.content() == null) {
                return closed(state, trouble);
            }
            LOG.warn("{}; what it had stays valid", trouble);
            return new Secret<>(state, before.content(), trouble + "; what it had stays valid");
        }
    }

    private static <T> Secret<T> closed(FileState state, String trouble) {
        LOG.warn("{}; nobody may call the functions that need it", trouble);
        return new Secret<>(state, null, trouble);
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
        } catch (IOException | UncheckedIOException e) {
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
