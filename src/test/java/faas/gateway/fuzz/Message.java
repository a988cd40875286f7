package faas.gateway.fuzz;

import java.util.List;

/**
 * A message as it was received.
 *
 * @param start the first line; over HTTP/2 the status
 * @param ending how it ended: {@code whole}, {@code cut}, or what was malformed about it
 */
record Message(String start, List<Field> fields, String body, List<Field> trailers, String ending) {
    static final String WHOLE = "whole";
    static final String CUT = "cut";

    boolean isWhole() {
        return ending.equals(WHOLE);
    }

    int status() {
        String[] words = start.split(" ", 3);
        String word = words.length > 1 ? words[1] : words[0];
        return word.matches("[0-9]{3}") ? Integer.parseInt(word) : 0;
    }

    List<String> values(String name) {
        return fields.stream().filter(field -> field.is(name)).map(Field::value).toList();
    }
}
