package faas.runtime.response;

/** A header of a response, as its function wants it. */
public record Header(String name, String value) {}
