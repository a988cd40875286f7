package faas.gateway.config;

import faas.gateway.function.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where settings come from: the environment, and a file of the same keys, whose lines are {@code NAME=value}. The
 * environment wins. An empty value counts as not set.
 */
final class ConfigSources {
    /** The setting that names the file; only the environment has it. */
    static final String FILE_SETTING = "FAAS_CONFIG";

    /** The size limit of a Docker config, 1 MB; no secret is larger either. */
    private static final int MAX_FILE_BYTES = 1_000_000;

    private final Map<String, String> environment;
    private final Map<String, String> file = new LinkedHashMap<>();
    private final String filePath;

    /** @param errors gets one sentence for each unusable line, or one if the file cannot be read */
    ConfigSources(Map<String, String> environment, List<String> errors) {
        this.environment = environment;
        this.filePath = environment.getOrDefault(FILE_SETTING, "").strip();
        if (!filePath.isEmpty()) {
            read(FILE_SETTING, filePath, errors).ifPresent(text -> parse(text, errors));
        }
    }

    private void parse(String text, List<String> errors) {
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int equals = line.indexOf('=');
            String name = equals < 0 ? "" : line.substring(0, equals).strip();
            String where = FILE_SETTING + "=" + filePath + ", line " + (i + 1) + ": ";
            if (name.isEmpty()) {
                // The line may hold a secret, so it is not repeated.
                errors.add(where + "write NAME=value, or # before a comment");
            } else if (name.equals(FILE_SETTING)) {
                errors.add(where + FILE_SETTING + " can be set in the environment only");
            } else if (file.putIfAbsent(name, line.substring(equals + 1).strip()) != null) {
                errors.add(where + name + " is set a second time: remove one of the lines");
            }
        }
    }

    /** The value of a setting; empty if no source has it. */
    String value(String name) {
        String value = environment.getOrDefault(name, "").strip();
        return value.isEmpty() ? file.getOrDefault(name, "") : value;
    }

    /** Where {@link #value} has it from. */
    Setting.Source source(String name) {
        if (!environment.getOrDefault(name, "").isBlank()) {
            return Setting.Source.ENVIRONMENT;
        }
        return file.getOrDefault(name, "").isEmpty() ? Setting.Source.DEFAULT : Setting.Source.CONFIG_FILE;
    }

    /** Where an invalid value stands, for a message; empty if it is in the environment. */
    String place(String name) {
        return source(name) == Setting.Source.CONFIG_FILE ? " in " + filePath : "";
    }

    /** The names that the environment has. */
    Iterable<String> environmentNames() {
        return environment.keySet().stream().sorted().toList();
    }

    /** The names that the file has. */
    Iterable<String> fileNames() {
        return List.copyOf(file.keySet());
    }

    /**
     * The text of a file that a setting names; empty if it cannot be read, which is an error.
     *
     * @param name the setting
     */
    static Optional<String> read(String name, String path, List<String> errors) {
        try (InputStream in = Files.newInputStream(Path.of(path))) {
            byte[] bytes = in.readNBytes(MAX_FILE_BYTES + 1);
            if (bytes.length > MAX_FILE_BYTES) {
                errors.add(
                        name + "=" + path + ": this file has more than " + MAX_FILE_BYTES + " bytes; name another one");
                return Optional.empty();
            }
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            errors.add(name + "=" + path + ": this file is not UTF-8 text; name another one");
        } catch (IOException | InvalidPathException e) {
            errors.add(name + "=" + path
                    + ": cannot read this file: check that it exists and that the gateway's user may read it");
        }
        return Optional.empty();
    }
}
