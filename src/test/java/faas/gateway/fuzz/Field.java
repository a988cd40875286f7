package faas.gateway.fuzz;

/**
 * One field of a message. Every character is one byte.
 *
 * @param before blanks and tabs between the colon and the value, over HTTP/1
 * @param after blanks and tabs behind the value, over HTTP/1
 */
record Field(String name, String value, String before, String after) {
    Field(String name, String value) {
        this(name, value, " ", "");
    }

    boolean is(String other) {
        return name.equalsIgnoreCase(other);
    }

    String line() {
        return name + ":" + before + value + after + "\r\n";
    }
}
