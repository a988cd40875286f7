package faas.gateway.config;

import java.util.List;

/** The environment holds settings the gateway cannot start with; lists every one of them. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<String> errors;

    ConfigException(List<String> errors) {
        super(String.join("; ", errors));
        this.errors = List.copyOf(errors);
    }

    /** One sentence for each mistake: the variable, what it says, and what to write instead. */
    public List<String> errors() {
        return errors;
    }
}
