package faas.gateway.function;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/**
 * The subject of a certificate, or a part of one.
 *
 * @param names its relative distinguished names, such as {@code CN=shop}, in the order of RFC 4514; at least one. They are compared
 *     without regard to case, and in any order
 */
public record Subject(Set<Rdn> names) {
    /** Besides the names of RFC 4514, so that an address can be written as text. */
    private static final Map<String, String> FURTHER_NAMES = Map.of("1.2.840.113549.1.9.1", "EMAILADDRESS");

    private static final String COMMON_NAME = "CN";

    public Subject {
        names = new LinkedHashSet<>(names);
    }

    /** A subject as text, such as {@code CN=shop,O=Acme} (RFC 4514); empty if it is malformed, or has no name. */
    public static Optional<Subject> parse(String text) {
        try {
            LdapName name = new LdapName(text);
            // They are stored from the last to the first.
            return name.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Subject(new LinkedHashSet<>(name.getRdns().reversed())));
        } catch (InvalidNameException e) {
            return Optional.empty();
        }
    }

    /** The subject of a certificate; empty if it has no name. */
    public static Optional<Subject> of(X500Principal subject) {
        return parse(subject.getName(X500Principal.RFC2253, FURTHER_NAMES));
    }

    /** Whether all names of the part are among its own. */
    public boolean includes(Subject part) {
        return names.containsAll(part.names);
    }

    /** The common name; empty if there is none, or if it is no text. */
    public Optional<String> commonName() {
        return names.stream()
                .filter(name -> name.getType().equalsIgnoreCase(COMMON_NAME) && name.getValue() instanceof String)
                .map(name -> (String) name.getValue())
                .findFirst();
    }

    /** Such as {@code CN=shop,O=Acme} (RFC 4514). */
    @Override
    public String toString() {
        return names.stream().map(Rdn::toString).collect(Collectors.joining(","));
    }
}
