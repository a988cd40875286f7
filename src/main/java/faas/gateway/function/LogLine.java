package faas.gateway.function;

/**
 * One line of a service's log.
 *
 * @param taskId the task that wrote it; empty if it is Docker's or the gateway's own
 * @param timestamp RFC 3339; empty if it is not known
 * @param text without its line break
 */
public record LogLine(String taskId, String timestamp, String text) {}
