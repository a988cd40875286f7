package faas.runtime.config;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads the settings of a function from the environment and reports every invalid one. */
public final class SettingsReader {

    private static final String ADDRESS = "FAAS_ADDRESS";
    private static final String PORT = "FAAS_PORT";
    private static final String MAX_IN_FLIGHT = "FAAS_MAX_INFLIGHT";
    private static final String EXEC_TIMEOUT = "FAAS_EXEC_TIMEOUT";
    private static final String MAX_BODY = "FAAS_MAX_BODY";
    private static final String DRAIN_DELAY = "FAAS_DRAIN_DELAY";
    private static final String STOP_TIMEOUT = "FAAS_STOP_TIMEOUT";
    private static final String THREADS = "FAAS_THREADS";
    private static final String LOG = "FAAS_LOG";
    private static final String STRICT_PARAMS = "FAAS_STRICT_PARAMS";
    private static final String FINITE_ONLY = "FAAS_FINITE_ONLY";
    private static final String REFUSALS = "FAAS_REFUSALS";
    private static final String SHOW_FAILURES = "FAAS_SHOW_FAILURES";
    private static final String SUB_PATHS = "FAAS_SUB_PATHS";
    private static final String CORS_ORIGIN = "FAAS_CORS_ORIGIN";

    /** All settings. */
    public static final List<String> NAMES = List.of(
            ADDRESS,
            PORT,
            MAX_IN_FLIGHT,
            EXEC_TIMEOUT,
            MAX_BODY,
            DRAIN_DELAY,
            STOP_TIMEOUT,
            THREADS,
            LOG,
            STRICT_PARAMS,
            FINITE_ONLY,
            REFUSALS,
            SHOW_FAILURES,
            SUB_PATHS,
            CORS_ORIGIN,
            // Read by the entry point of the image only.
            "FAAS_JIT");

    /** Used if neither the code nor the environment has an address. */
    private static final String DEFAULT_ADDRESS = ":8080";

    /** A larger value is an error: each call takes a thread with its stack. */
    private static final int MOST_IN_FLIGHT = 10_000;

    /** Bodies are held in memory, up to one for each call in flight. */
    private static final int LARGEST_BODY = 1 << 30;

    /** A placeholder for an invalid address. */
    private static final InetSocketAddress NOWHERE = InetSocketAddress.createUnresolved("unknown", 0);

    private final Map<String, String> environment;
    private final Consumer<String> errors;

    public SettingsReader(Map<String, String> environment, Consumer<String> errors) {
        this.environment = environment;
        this.errors = errors;
    }

    /** The settings. They must not be used after an error. */
    public Settings read(String address) {
        var limits = new Limits(
                number(MAX_IN_FLIGHT, 1, MOST_IN_FLIGHT, Limits.DEFAULT_MAX_IN_FLIGHT),
                execTimeout(),
                number(MAX_BODY, 0, LARGEST_BODY, Limits.DEFAULT_MAX_BODY_BYTES));
        var stopping = new Stopping(
                duration(DRAIN_DELAY, Stopping.DEFAULT_DRAIN_DELAY),
                duration(STOP_TIMEOUT, Stopping.DEFAULT_STOP_TIMEOUT));
        var behaviour = new Settings.Behaviour(
                choice(THREADS, "platform", "virtual"),
                choice(LOG, "text", "json"),
                flag(STRICT_PARAMS, false),
                flag(FINITE_ONLY, false),
                flag(REFUSALS, true),
                flag(SHOW_FAILURES, false),
                flag(SUB_PATHS, false),
                origin());
        return new Settings(address(address), limits, stopping, behaviour);
    }

    /** Variables that look like settings but are unknown. They are no errors: a function may have its own. */
    public List<String> unknown() {
        return environment.keySet().stream()
                .filter(name -> name.startsWith("FAAS_") && !NAMES.contains(name))
                .sorted()
                .toList();
    }

    private InetSocketAddress address(String given) {
        Optional<String> set = setting(ADDRESS);
        String text = set.orElse(given.isEmpty() ? DEFAULT_ADDRESS : given);
        Optional<InetSocketAddress> address = AddressText.parse(text);
        if (address.isEmpty()) {
            errors.accept((set.isPresent() ? ADDRESS : "the address") + " is \"" + text
                    + "\": write :8080, or 127.0.0.1:8080 to be reached from this machine only");
        }
        Optional<String> port = setting(PORT);
        if (port.isEmpty()) {
            return address.orElse(NOWHERE);
        }
        Optional<Integer> number = AddressText.port(port.get());
        if (number.isEmpty()) {
            errors.accept(PORT + " is \"" + port.get() + "\": write a whole number from 0 to 65535");
        }
        if (address.isEmpty() || number.isEmpty()) {
            return NOWHERE;
        }
        return set.isPresent()
                ? address.get()
                : new InetSocketAddress(address.get().getAddress(), number.get());
    }

    private Duration execTimeout() {
        Duration timeout = duration(EXEC_TIMEOUT, Limits.DEFAULT_EXEC_TIMEOUT);
        if (timeout.isZero()
                && setting(EXEC_TIMEOUT)
                        .filter(text -> DurationText.parse(text).isPresent())
                        .isPresent()) {
            errors.accept(EXEC_TIMEOUT + " is 0: write a duration above 0, an hour at most");
        }
        return timeout;
    }

    /** An integer. Sizes may have the suffix {@code k} or {@code m}. */
    private int number(String name, int least, int most, int unset) {
        Optional<String> text = setting(name);
        if (text.isEmpty()) {
            return unset;
        }
        long number = whole(text.get());
        if (number < least || number > most) {
            errors.accept(name + " is \"" + text.get() + "\": write a whole number from " + least + " to " + most);
            return least;
        }
        return (int) number;
    }

    /** -1 if the text is not an integer. */
    private static long whole(String text) {
        int shift = text.endsWith("k") ? 10 : text.endsWith("m") ? 20 : 0;
        String digits = shift == 0 ? text : text.substring(0, text.length() - 1);
        if (digits.isEmpty() || digits.length() > 10) {
            return -1;
        }
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                return -1;
            }
        }
        return Long.parseLong(digits) << shift;
    }

    private Duration duration(String name, Duration unset) {
        Optional<String> text = setting(name);
        if (text.isEmpty()) {
            return unset;
        }
        Optional<Duration> duration = DurationText.parse(text.get());
        if (duration.isEmpty()) {
            errors.accept(
                    name + " is \"" + text.get() + "\": write 10s, 1m30s, 500ms or plain seconds, an hour at most");
        }
        return duration.orElse(Duration.ZERO);
    }

    private boolean flag(String name, boolean unset) {
        Optional<String> text = setting(name);
        return text.isEmpty() ? unset : isSecond(name, text.get(), "false", "true");
    }

    private boolean choice(String name, String usual, String other) {
        Optional<String> text = setting(name);
        return text.isPresent() && isSecond(name, text.get(), usual, other);
    }

    private boolean isSecond(String name, String text, String first, String second) {
        if (!text.equals(first) && !text.equals(second)) {
            errors.accept(name + " is \"" + text + "\": write " + first + " or " + second);
        }
        return text.equals(second);
    }

    private Optional<String> origin() {
        Optional<String> origin = setting(CORS_ORIGIN);
        origin.filter(text -> !text.equals("*") && !text.startsWith("http://") && !text.startsWith("https://"))
                .ifPresent(text -> errors.accept(
                        CORS_ORIGIN + " is \"" + text + "\": write an origin such as https://example.com, or *"));
        return origin;
    }

    /** A blank variable counts as unset: a compose file has no other way to unset one. */
    private Optional<String> setting(String name) {
        String text = environment.get(name);
        return text == null || text.isBlank() ? Optional.empty() : Optional.of(text.strip());
    }
}
