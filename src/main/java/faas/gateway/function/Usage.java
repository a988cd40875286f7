package faas.gateway.function;

/**
 * What tasks use of their nodes.
 *
 * @param milliCpus thousandths of a processor, over the last second
 * @param memoryBytes memory in use, without pages of files that can be dropped
 */
public record Usage(double milliCpus, long memoryBytes) {
    /** That of both together. */
    public Usage plus(Usage other) {
        return new Usage(milliCpus + other.milliCpus, memoryBytes + other.memoryBytes);
    }
}
