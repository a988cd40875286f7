package faas.runtime.response;

/** A response header set by the function. */
public record Header(String name, String value) {}
