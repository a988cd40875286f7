package faas.runtime.config;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads the settings of a function from the environment and tells every mistake. */
public final class SettingsReader {

    private static final String ADDRESS = "FAAS_ADDRESS";
    private static final String MAX_IN_FLIGHT = "FAAS_MAX_INFLIGHT";
    private static final String DRAIN_DELAY = "FAAS_DRAIN_DELAY";
    private static final String STOP_TIMEOUT = "FAAS_STOP_TIMEOUT";

    /** Every setting. The last is for the image's health check, where a function chose a port of its own in its code. */
    public static final List<String> NAMES = List.of(ADDRESS, MAX_IN_FLIGHT, DRAIN_DELAY, STOP_TIMEOUT, "FAAS_PORT");

    /** More threads than this is a slip of the pen: it would be a stack of memory each and help nobody. */
    private static final int MOST_IN_FLIGHT = 10_000;

    private final Map<String, String> environment;
    private final Consumer<String> mistakes;

    public SettingsReader(Map<String, String> environment, Consumer<String> mistakes) {
        this.environment = environment;
        this.mistakes = mistakes;
    }

    /** The settings; after a mistake they are not to be used. */
    public Settings read(String address) {
        return new Settings(
                address(address),
                maxInFlight(),
                duration(DRAIN_DELAY, Settings.DEFAULT_DRAIN_DELAY),
                duration(STOP_TIMEOUT, Settings.DEFAULT_STOP_TIMEOUT));
    }

    /** Variables that look like settings and are none. They are no mistake: a function may have its own. */
    public List<String> unknown() {
        return environment.keySet().stream()
                .filter(name -> name.startsWith("FAAS_") && !NAMES.contains(name))
                .sorted()
                .toList();
    }

    private InetSocketAddress address(String given) {
        Optional<String> set = setting(ADDRESS);
        String text = set.orElse(given);
        return AddressText.parse(text).orElseGet(() -> {
            mistakes.accept("%s is \"%s\": write :8080, or 127.0.0.1:8080 to be reached from this machine only"
                    .formatted(set.isPresent() ? ADDRESS : "the address", text));
            return InetSocketAddress.createUnresolved("unknown", 0);
        });
    }

    private int maxInFlight() {
        return setting(MAX_IN_FLIGHT)
                .map(text -> {
                    if (text.matches("[0-9]{1,5}")) {
                        int number = Integer.parseInt(text);
                        if (number >= 1 && number <= MOST_IN_FLIGHT) {
                            return number;
                        }
                    }
                    mistakes.accept("%s is \"%s\": write a whole number from 1 to %d"
                            .formatted(MAX_IN_FLIGHT, text, MOST_IN_FLIGHT));
                    return 1;
                })
                .orElse(Settings.DEFAULT_MAX_IN_FLIGHT);
    }

    private Duration duration(String name, Duration unset) {
        return setting(name)
                .map(text -> DurationText.parse(text).orElseGet(() -> {
                    mistakes.accept("%s is \"%s\": write 10s, 1m30s, 500ms or plain seconds, an hour at most"
                            .formatted(name, text));
                    return Duration.ZERO;
                }))
                .orElse(unset);
    }

    /** A variable that is there but blank counts as not set: a compose file has no other way to unset one. */
    private Optional<String> setting(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(text -> !text.isEmpty());
    }
}
