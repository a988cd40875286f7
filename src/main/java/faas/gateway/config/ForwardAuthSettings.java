package faas.gateway.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A service that decides who may call.
 *
 * @param service its address
 * @param fields those of its response that the function gets; the first one says who makes the call
 */
public record ForwardAuthSettings(URI service, List<String> fields) {
    private static final String SERVICE = "FAAS_FORWARD_AUTH";
    private static final String FIELDS = "FAAS_FORWARD_AUTH_FIELDS";
    private static final Pattern FIELD = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,50}");
    private static final int MAX_FIELDS = 20;

    public ForwardAuthSettings {
        fields = List.copyOf(fields);
    }

    /** Empty without the address. */
    static Optional<ForwardAuthSettings> read(ConfigReader reader) {
        String address = reader.text(SERVICE, "");
        String text = reader.text(FIELDS, "Remote-User");
        List<String> fields = Stream.of(text.split(",", -1)).map(String::strip).toList();
        long distinct = fields.stream()
                .map(field -> field.toLowerCase(Locale.ROOT))
                .distinct()
                .count();
        if (fields.size() > MAX_FIELDS
                || distinct < fields.size()
                || !fields.stream().allMatch(field -> FIELD.matcher(field).matches())) {
            reader.invalid(
                    FIELDS, text, "at most " + MAX_FIELDS + " names of fields, such as Remote-User,Remote-Groups");
        }
        if (address.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI service = new URI(address);
            if (List.of("http", "https").contains(String.valueOf(service.getScheme()))
                    && service.getHost() != null
                    && service.getUserInfo() == null
                    && service.getFragment() == null) {
                return Optional.of(new ForwardAuthSettings(service, fields));
            }
        } catch (URISyntaxException e) {
            // Reported below.
        }
        reader.invalid(SERVICE, address, "an address such as http://auth:9091/verify");
        return Optional.empty();
    }
}
