package faas.gateway.config;

import java.util.List;

/** There are settings that the gateway cannot start with; lists all of them. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<String> errors;

    ConfigException(List<String> errors) {
        super(String.join("; ", errors));
        this.errors = List.copyOf(errors);
    }

    /** One sentence for each invalid setting: the variable, its value, and what to write instead. */
    public List<String> errors() {
        return errors;
    }
}
