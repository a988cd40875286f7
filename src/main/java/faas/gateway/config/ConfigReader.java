package faas.gateway.config;

import faas.gateway.function.AddressBlock;
import faas.gateway.function.DurationRange;
import faas.gateway.function.Quoted;
import faas.gateway.function.Setting;
import faas.gateway.function.Vocabulary;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads settings one by one and collects the invalid ones, so that all are reported together. */
final class ConfigReader {
    private static final Pattern DIGITS = Pattern.compile("\\d{1,9}");
    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9.-]*):(\\d{1,5})");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,13})([kmg]?)");
    private static final Pattern API_VERSION = Pattern.compile("\\d{1,3}\\.\\d{1,3}");

    /** The value for a size without a limit. */
    private static final String ANY_SIZE = "any";

    /** Where Docker mounts secrets. */
    private static final String SECRETS = "/run/secrets/";

    private static final String NO_SSH = "; ssh is not supported: use a TLS port of Docker instead";

    private final Map<String, String> environment;
    private final Map<String, Setting> settings = new LinkedHashMap<>();
    private final List<String> errors = new ArrayList<>();
    private final ConfigSources sources;

    ConfigReader(Map<String, String> environment) {
        this.environment = environment;
        this.sources = new ConfigSources(environment, errors);
        text(ConfigSources.FILE_SETTING, "");
    }

    /** The settings that were read so far, with the values in force. */
    List<Setting> settings() {
        return List.copyOf(settings.values());
    }

    ListenAddress address(String name, String fallback) {
        return addresses(name, fallback).getFirst();
    }

    List<ListenAddress> addresses(String name, String fallback) {
        List<ListenAddress> addresses = new ArrayList<>();
        for (String part : text(name, fallback).split(",", -1)) {
            Matcher matcher = ADDRESS.matcher(part.strip());
            if (matcher.matches() && Integer.parseInt(matcher.group(2)) <= 65535) {
                String host = matcher.group(1).isEmpty() ? "0.0.0.0" : matcher.group(1);
                addresses.add(new ListenAddress(host, Integer.parseInt(matcher.group(2))));
            } else {
                invalid(name, part, "an address such as :8080 or 127.0.0.1:8080");
            }
        }
        return addresses.isEmpty() ? List.of(new ListenAddress("0.0.0.0", 0)) : addresses;
    }

    int integer(String name, int fallback, int min, int max) {
        String text = text(name, Integer.toString(fallback));
        if (DIGITS.matcher(text).matches()) {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        }
        invalid(name, text, "a whole number from " + min + " to " + max);
        return fallback;
    }

    /** False without the setting. */
    boolean flag(String name) {
        return word(name, "false", List.of("false", "true")).equals("true");
    }

    Duration duration(String name, String fallback, String min, String max) {
        DurationRange range = new DurationRange(min, max);
        String text = text(name, fallback);
        Optional<Duration> read = range.read(text);
        if (read.isEmpty()) {
            invalid(name, text, range.description());
        }
        return read.orElseGet(() -> range.read(fallback).orElseThrow());
    }

    /** A number of bytes; {@code Long.MAX_VALUE} for {@code any}, which is allowed only if it is the default. */
    long size(String name, String fallback, long min, long max) {
        String text = text(name, fallback).toLowerCase(Locale.ROOT);
        boolean anyAllowed = fallback.equals(ANY_SIZE);
        if (anyAllowed && text.equals(ANY_SIZE)) {
            return Long.MAX_VALUE;
        }
        long bytes = bytes(text);
        if (bytes >= min && bytes <= max) {
            return bytes;
        }
        invalid(
                name,
                text,
                "a number of bytes from " + min + " to " + max + ", such as 64k, 10m or 1g"
                        + (anyAllowed ? ", or any" : ""));
        return anyAllowed ? Long.MAX_VALUE : bytes(fallback);
    }

    /** A size as Docker writes it, in powers of 1024; -1 if the text is not one. */
    private static long bytes(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            return -1;
        }
        int shift = switch (matcher.group(2)) {
            case "k" -> 10;
            case "m" -> 20;
            case "g" -> 30;
            default -> 0;
        };
        long number = Long.parseLong(matcher.group(1));
        return number > Long.MAX_VALUE >> shift ? -1 : number << shift;
    }

    List<AddressBlock> blocks(String name) {
        List<AddressBlock> blocks = new ArrayList<>();
        String text = text(name, "");
        for (String part : text.isEmpty() ? List.<String>of() : List.of(text.split(",", -1))) {
            AddressBlock.parse(part.strip())
                    .ifPresentOrElse(
                            blocks::add, () -> invalid(name, part.strip(), "blocks such as 10.0.0.0/8 or fd00::/8"));
        }
        return blocks;
    }

    /** The address of Docker's API. A {@code tcp://} address without a port gets Docker's default port. */
    URI dockerHost(String name, String tlsName, String fallback) {
        String text = text(name, fallback);
        try {
            URI uri = new URI(text);
            if (text.startsWith("unix:///")) {
                return uri;
            }
            if ("tcp".equals(uri.getScheme()) && uri.getHost() != null && uri.getPort() != 0) {
                int defaultPort = text(tlsName, "").isEmpty() ? 2375 : 2376;
                int port = uri.getPort() < 0 ? defaultPort : uri.getPort();
                return new URI("tcp", null, uri.getHost(), port, uri.getPath(), null, null);
            }
        } catch (URISyntaxException e) {
            // Reported below, like every other unusable address.
        }
        invalid(name, text, "unix:///path/to/docker.sock or tcp://host:port" + (text.startsWith("ssh:") ? NO_SSH : ""));
        return URI.create(fallback);
    }

    /** The folder with the TLS files for connections to Docker; empty without TLS, and on a Unix socket. */
    Optional<Path> dockerCertificates(String hostName, String name, String pathName) {
        if (text(name, "").isEmpty() || !text(hostName, "").startsWith("tcp:")) {
            return Optional.empty();
        }
        String folder = text(pathName, environment.getOrDefault("HOME", "") + "/.docker");
        List<String> missing = Stream.of("ca.pem", "cert.pem", "key.pem")
                .filter(file -> !Files.isReadable(Path.of(folder, file)))
                .toList();
        if (!missing.isEmpty() && !missing.equals(List.of("cert.pem", "key.pem"))) {
            errors.add(pathName + "=" + folder + ": cannot read " + String.join(", ", missing)
                    + " in this folder: add the files, or unset " + name);
        }
        return Optional.of(Path.of(folder));
    }

    /** The files of the operator's login; without the settings they are Docker secrets. Empty if there are none. */
    Optional<LoginFiles> login(String userName, String passwordName) {
        Path user = Path.of(text(userName, SECRETS + "basic-auth-user"));
        Path password = Path.of(text(passwordName, SECRETS + "basic-auth-password"));
        boolean set = !text(userName, "").isEmpty() || !text(passwordName, "").isEmpty();
        if (!set && !Files.exists(user) && !Files.exists(password)) {
            return Optional.empty();
        }
        checkFile(userName, user.toString(), passwordName);
        checkFile(passwordName, password.toString(), userName);
        return Optional.of(new LoginFiles(user, password));
    }

    /** A file that belongs to another one: without either, none is needed. */
    void checkFile(String name, String file, String otherName) {
        if (file.isEmpty()) {
            errors.add(name + " is not set: set it to the PEM file that belongs to " + otherName);
        } else if (!Files.isReadable(Path.of(file))) {
            errors.add(name + "=" + file
                    + ": cannot read this file: check that it exists and that the gateway's user may read it");
        }
    }

    Optional<String> apiVersion(String name) {
        String text = text(name, "");
        if (!text.isEmpty() && !API_VERSION.matcher(text).matches()) {
            invalid(name, text, "a version such as 1.44, or unset it");
        }
        return Optional.of(text).filter(t -> !t.isEmpty());
    }

    String word(String name, String fallback, List<String> words) {
        String text = text(name, fallback);
        if (!words.contains(text)) {
            invalid(name, text, "one of " + String.join(", ", words));
        }
        return text;
    }

    /**
     * A value that is never shown, or the content of the file that another setting names, without the line's end; empty if
     * neither is set.
     */
    String secret(String name, String fileName) {
        String file = text(fileName, "");
        String value = sources.value(name);
        if (!value.isEmpty() && !file.isEmpty()) {
            errors.add(name + " and " + fileName + " are both set: remove one of them");
        }
        Setting.Source source = file.isEmpty() ? sources.source(name) : Setting.Source.SECRET_FILE;
        if (!file.isEmpty()) {
            Optional<String> content =
                    ConfigSources.read(fileName, file, errors).map(String::strip);
            if (content.isPresent() && content.get().isEmpty()) {
                errors.add(fileName + "=" + file + ": this file is empty; write the value into it");
            }
            value = content.orElse("");
        }
        settings.put(name, new Setting(name, value, source, true));
        return value;
    }

    /** @throws ConfigException if a setting is invalid, or a variable with the prefix or a line of the file was not read */
    void finish(String prefix) throws ConfigException {
        for (String name : sources.environmentNames()) {
            if (name.startsWith(prefix) && !settings.containsKey(name)) {
                errors.add(name + " is not a setting of the gateway; " + advice(name));
            }
        }
        for (String name : sources.fileNames()) {
            if (!settings.containsKey(name)) {
                errors.add(
                        new Quoted(name) + sources.place(name) + " is not a setting of the gateway; " + advice(name));
            }
        }
        if (!errors.isEmpty()) {
            throw new ConfigException(errors);
        }
    }

    String text(String name, String fallback) {
        String value = sources.value(name);
        String inForce = value.isEmpty() ? fallback : value;
        settings.putIfAbsent(name, new Setting(name, inForce, sources.source(name), false));
        return inForce;
    }

    /** A setting that is of no use without another one. */
    void incomplete(String name, String needed) {
        errors.add(name + " needs " + needed + ", or unset it");
    }

    void invalid(String name, String value, String expected) {
        errors.add(name + "=" + value + sources.place(name) + ": write " + expected);
    }

    private String advice(String name) {
        return new Vocabulary(settings.keySet())
                .closestTo(name)
                .map(meant -> "did you mean " + meant + "?")
                .orElse("remove it");
    }
}
