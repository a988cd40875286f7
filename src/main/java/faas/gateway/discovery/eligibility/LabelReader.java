package faas.gateway.discovery.eligibility;

import faas.gateway.discovery.swarm.SwarmService;
import faas.gateway.function.DurationRange;
import faas.gateway.function.Quoted;
import faas.gateway.function.Vocabulary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Reads the labels of one service and collects remarks on those it ignores. A service label takes precedence over the
 * same label of the containers.
 */
public final class LabelReader {
    private static final String PREFIX = "faas.";
    private static final String CLOSED = "; until then nobody may call the function";
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");

    private final SwarmService service;
    private final Set<String> known = new HashSet<>();
    private final List<String> remarks = new ArrayList<>();
    private final List<String> fixes = new ArrayList<>();
    private final Set<String> closing = new HashSet<>();

    public LabelReader(SwarmService service) {
        this.service = service;
    }

    /** The labels of a service that begin with the gateway's prefix, known or not, in order. */
    public static Set<String> gatewayLabels(SwarmService service) {
        Set<String> labels = new TreeSet<>(service.labels().keySet());
        labels.addAll(service.containerLabels().keySet());
        labels.removeIf(label -> !label.toLowerCase(Locale.ROOT).startsWith(PREFIX));
        return labels;
    }

    /** Those of them that only the containers of the service have, in order. */
    public static Set<String> onlyOnContainers(SwarmService service) {
        Set<String> labels = gatewayLabels(service);
        labels.removeAll(service.labels().keySet());
        return labels;
    }

    public Optional<String> text(String label) {
        known.add(label);
        return Optional.ofNullable(service.labels().get(label))
                .or(() -> Optional.ofNullable(service.containerLabels().get(label)));
    }

    /** The name of the service's function, by either label; empty if it has none. */
    public Optional<String> functionName() {
        Optional<String> own = text(FunctionLabels.NAME);
        return own.isPresent() ? own : text(FunctionLabels.OPENFAAS_NAME);
    }

    OptionalInt number(String label, int min, int max) {
        Optional<String> text = text(label);
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        OptionalInt number = wholeNumber(text.get(), min, max);
        if (number.isEmpty()) {
            ignore(label, text.get(), "a whole number from " + min + " to " + max);
        }
        return number;
    }

    /** Parses a whole number; empty if the text is not one, or one out of range. */
    static OptionalInt wholeNumber(String text, int min, int max) {
        if (!DIGITS.matcher(text).matches()) {
            return OptionalInt.empty();
        }
        int number = Integer.parseInt(text);
        return number >= min && number <= max ? OptionalInt.of(number) : OptionalInt.empty();
    }

    /** Whether the text is a port. */
    public static boolean isPort(String text) {
        return wholeNumber(text, 1, 65535).isPresent();
    }

    Optional<Duration> duration(String label, DurationRange range) {
        Optional<String> text = text(label);
        Optional<Duration> duration = text.flatMap(range::read);
        if (text.isPresent() && duration.isEmpty()) {
            ignore(label, text.get(), range.description());
        }
        return duration;
    }

    /** Adds a remark on an invalid value; the label counts as missing. */
    void ignore(String label, String value, String expected) {
        remarks.add("label " + label + "=" + new Quoted(value) + " has no effect: write " + expected);
    }

    /** Adds a remark on an invalid value that closes the function. */
    void close(String label, String value, String expected, String example) {
        close(
                "label " + label + "=" + new Quoted(value) + " is invalid: write " + expected,
                "--label-add " + label + "=" + example);
    }

    /**
     * Adds a remark on labels that close the function.
     *
     * @param fix arguments of {@code docker service update}
     */
    void close(String remark, String fix) {
        remarks.add(remark + CLOSED);
        fixes.add(fix);
    }

    /** An unknown label closes the function. */
    void closeUnknown(String label) {
        closing.add(label);
        fixes.add("--label-rm " + Quoted.name(label));
    }

    boolean closesFunction() {
        return !fixes.isEmpty();
    }

    /** Arguments of {@code docker service update}, one text for each label that closes the function. */
    List<String> fixes() {
        return List.copyOf(fixes);
    }

    /** The labels with the gateway's prefix that were not read. */
    Set<String> unknown() {
        Set<String> unknown = gatewayLabels(service);
        unknown.removeAll(known);
        return unknown;
    }

    /** One sentence for each label that was ignored, and for each unknown one. */
    List<String> remarks() {
        List<String> all = new ArrayList<>(remarks);
        for (String label : unknown()) {
            String effect = closing.contains(label) ? ", and nobody may call the function while it is there; " : "; ";
            all.add(Quoted.name(label) + " is not a label of the gateway" + effect + advice(label));
        }
        return all;
    }

    private String advice(String label) {
        return new Vocabulary(known)
                .closestTo(label.toLowerCase(Locale.ROOT))
                .map(meant -> "did you mean " + meant + "?")
                .orElse("remove it");
    }
}
