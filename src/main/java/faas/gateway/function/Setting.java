package faas.gateway.function;

/**
 * A setting of the gateway in force.
 *
 * @param name such as {@code FAAS_TIMEOUT}
 * @param value as it was written, or the default; empty if it is not set
 * @param source where the value comes from
 * @param isSecret whether the value must not be shown
 */
public record Setting(String name, String value, Source source, boolean isSecret) {
    /** Where a value comes from. */
    public enum Source {
        DEFAULT,
        ENVIRONMENT,
        /** The file that {@code FAAS_CONFIG} names. */
        CONFIG_FILE,
        /** The file that the setting's twin with {@code _FILE} names. */
        SECRET_FILE
    }

    /** The value for people to read; that of a secret is masked. */
    public String shown() {
        return isSecret && !value.isEmpty() ? "***" : value;
    }

    /** Name and value, a secret masked. */
    @Override
    public String toString() {
        return name + "=" + shown();
    }
}
