package faas.gateway.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An issuer whose tokens prove who makes a call.
 *
 * @param name by which labels select it
 * @param issuer the claim {@code iss} of its tokens, an address
 * @param keys the address of its keys; empty if it says so itself (OpenID Connect Discovery)
 */
public record TokenIssuer(String name, String issuer, Optional<URI> keys) {
    private static final String SETTING = "FAAS_ISSUERS";
    private static final int MAX_ISSUERS = 20;
    private static final Pattern ISSUER = Pattern.compile("([a-z0-9][a-z0-9-]{0,31})=(\\S+)(?:\\s+(\\S+))?");

    static List<TokenIssuer> read(ConfigReader reader) {
        String text = reader.text(SETTING, "");
        List<TokenIssuer> issuers = new ArrayList<>();
        for (String part : text.isEmpty() ? List.<String>of() : List.of(text.split(",", -1))) {
            Optional<TokenIssuer> issuer = of(part.strip());
            if (issuer.isEmpty()) {
                reader.invalid(
                        SETTING,
                        part.strip(),
                        "NAME=ISSUER, or NAME=ISSUER KEYS, with a name of lower-case letters, digits and hyphens and with "
                                + "addresses such as https://id.example");
            } else if (issuers.stream()
                    .anyMatch(other -> other.name().equals(issuer.get().name()))) {
                reader.invalid(SETTING, part.strip(), "each name once");
            } else {
                issuers.add(issuer.get());
            }
        }
        if (issuers.size() > MAX_ISSUERS) {
            reader.invalid(SETTING, text, "at most " + MAX_ISSUERS + " issuers");
        }
        return issuers;
    }

    private static Optional<TokenIssuer> of(String text) {
        Matcher parts = ISSUER.matcher(text);
        if (!parts.matches() || address(parts.group(2)).isEmpty()) {
            return Optional.empty();
        }
        if (parts.group(3) == null) {
            return Optional.of(new TokenIssuer(parts.group(1), parts.group(2), Optional.empty()));
        }
        return address(parts.group(3)).map(keys -> new TokenIssuer(parts.group(1), parts.group(2), Optional.of(keys)));
    }

    private static Optional<URI> address(String text) {
        try {
            URI uri = new URI(text);
            boolean known = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            return known && uri.getHost() != null && uri.getUserInfo() == null && uri.getFragment() == null
                    ? Optional.of(uri)
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
