package faas.runtime.answer;

/** A header of an answer, as its function wants it. */
public record Header(String name, String value) {}
