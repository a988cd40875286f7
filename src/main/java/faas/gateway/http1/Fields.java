package faas.gateway.http1;

import io.undertow.util.HttpString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of a message, one per line, in the order of the message. Not thread-safe. */
public final class Fields {
    /** What programs send; browsers send twice as many. */
    private static final int FIRST_SIZE = 8;

    private HttpString[] names = new HttpString[FIRST_SIZE];
    private String[] values = new String[FIRST_SIZE];
    private int size;

    /** The number of lines. A repeated field counts each time. */
    public int size() {
        return size;
    }

    public HttpString name(int i) {
        return names[i];
    }

    /** The value without surrounding whitespace. */
    public String value(int i) {
        return values[i];
    }

    /** Appends a line. */
    public Fields add(HttpString name, String value) {
        if (size == names.length) {
            names = Arrays.copyOf(names, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }
        names[size] = name;
        values[size++] = value;
        return this;
    }

    /** Appends all lines of others. */
    public Fields addAll(Fields others) {
        for (int i = 0; i < others.size; i++) {
            add(others.names[i], others.values[i]);
        }
        return this;
    }

    /** The first value of a field; null if there is none. */
    public @Nullable String first(HttpString name) {
        for (int i = 0; i < size; i++) {
            if (names[i].equals(name)) {
                return values[i];
            }
        }
        return null;
    }

    public boolean contains(HttpString name) {
        return first(name) != null;
    }

    /** The number of lines with this name. */
    public int count(HttpString name) {
        int count = 0;
        for (int i = 0; i < size; i++) {
            count += names[i].equals(name) ? 1 : 0;
        }
        return count;
    }

    /** All values of a field. */
    public List<String> all(HttpString name) {
        List<String> all = List.of();
        for (int i = 0; i < size; i++) {
            if (names[i].equals(name)) {
                all = all.isEmpty() ? new ArrayList<>() : all;
                all.add(values[i]);
            }
        }
        return all;
    }

    /** The elements of a list-based field (RFC 9110 §5.6.1), without surrounding whitespace. */
    public List<String> listed(HttpString name) {
        List<String> parts = List.of();
        for (int i = 0; i < size; i++) {
            if (names[i].equals(name)) {
                parts = plus(parts, values[i]);
            }
        }
        return parts;
    }

    private static List<String> plus(List<String> parts, String value) {
        if (value.indexOf(',') < 0) {
            return plusOne(parts, value.strip());
        }
        List<String> more = parts;
        for (String part : value.split(",", -1)) {
            more = plusOne(more, part.strip());
        }
        return more;
    }

    /** Most lists have one element. */
    private static List<String> plusOne(List<String> parts, String part) {
        if (parts.isEmpty()) {
            return List.of(part);
        }
        List<String> more = parts instanceof ArrayList<String> list ? list : new ArrayList<>(parts);
        more.add(part);
        return more;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < size; i++) {
            text.append(names[i]).append(": ").append(values[i]).append('\n');
        }
        return text.toString();
    }
}
