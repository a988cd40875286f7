package faas.gateway.log;

/** Takes lines for the log. Thread-safe. */
@FunctionalInterface
public interface LogLines {
    /**
     * Adds a line.
     *
     * @param line without a time and a line break; it is copied
     */
    void add(StringBuilder line);
}
