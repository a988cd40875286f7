package faas.runtime.json;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Writes Java values as JSON: records, maps, lists, arrays, optionals, enums, numbers, strings and times, nested in any
 * way.
 *
 * <p>NaN and the infinities are the strings {@code "NaN"}, {@code "Infinity"} and {@code "-Infinity"}. An empty
 * optional is null. Other classes are rejected, since none of their fields is declared as public data.
 */
public final class JsonText {

    /** The maximum depth. Deeper values contain themselves. */
    private static final int DEEPEST = 64;

    private final StringWriter text = new StringWriter();
    private final JsonWriter writer = new JsonWriter(text);
    private final DoubleFunction<String> layout;
    private int depth;

    private JsonText(DoubleFunction<String> layout) {
        this.layout = layout;
    }

    /**
     * Writes the value.
     *
     * @param layout formats floating-point numbers
     */
    public static String of(@Nullable Object value, DoubleFunction<String> layout) throws JsonFault {
        var json = new JsonText(layout);
        try {
            json.write(value);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return json.text.toString();
    }

    private void write(@Nullable Object value) throws IOException, JsonFault {
        if (++depth > DEEPEST) {
            throw new JsonFault("it is nested more than " + DEEPEST + " deep");
        }
        if (value == null) {
            writer.nullValue();
        } else if (value instanceof String string) {
            writer.value(string);
        } else if (value instanceof Boolean truth) {
            writer.value(truth.booleanValue());
        } else if (value instanceof Number number) {
            number(number);
        } else if (value instanceof Record record) {
            members(record);
        } else if (value instanceof Map<?, ?> map) {
            members(map);
        } else if (value instanceof Iterable<?> elements) {
            array(elements);
        } else if (value instanceof Optional<?> optional) {
            write(optional.orElse(null));
        } else if (value instanceof OptionalInt optional) {
            write(optional.isPresent() ? optional.getAsInt() : null);
        } else if (value instanceof OptionalLong optional) {
            write(optional.isPresent() ? optional.getAsLong() : null);
        } else if (value instanceof OptionalDouble optional) {
            write(optional.isPresent() ? optional.getAsDouble() : null);
        } else if (value instanceof Enum<?> constant) {
            writer.value(constant.name());
        } else if (isText(value)) {
            writer.value(value.toString());
        } else {
            other(value);
        }
        depth--;
    }

    private static boolean isText(Object value) {
        return value instanceof Character
                || value instanceof CharSequence
                || value instanceof UUID
                || value instanceof TemporalAccessor
                || value instanceof TemporalAmount;
    }

    private void number(Number number) throws IOException {
        if (number instanceof Double wide) {
            floating(wide);
        } else if (number instanceof Float narrow) {
            floating(Double.parseDouble(narrow.toString()));
        } else {
            writer.jsonValue(number.toString());
        }
    }

    private void floating(double number) throws IOException {
        if (Double.isFinite(number)) {
            writer.jsonValue(layout.apply(number));
        } else {
            writer.value(Double.toString(number));
        }
    }

    private void other(Object value) throws IOException, JsonFault {
        if (!value.getClass().isArray()) {
            throw new JsonFault(
                    "a " + value.getClass().getName() + " cannot be written as JSON: use records, maps and lists");
        }
        writer.beginArray();
        for (int i = 0; i < Array.getLength(value); i++) {
            write(Array.get(value, i));
        }
        writer.endArray();
    }

    private void array(Iterable<?> elements) throws IOException, JsonFault {
        writer.beginArray();
        for (Object element : elements) {
            write(element);
        }
        writer.endArray();
    }

    private void members(Map<?, ?> map) throws IOException, JsonFault {
        writer.beginObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            writer.name(String.valueOf(entry.getKey()));
            write(entry.getValue());
        }
        writer.endObject();
    }

    private void members(Record record) throws IOException, JsonFault {
        writer.beginObject();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            writer.name(component.getName());
            write(read(record, component.getAccessor()));
        }
        writer.endObject();
    }

    private static @Nullable Object read(Record record, Method accessor) throws JsonFault {
        try {
            accessor.setAccessible(true);
            return accessor.invoke(record);
        } catch (InaccessibleObjectException closed) {
            throw new JsonFault("the module of " + record.getClass().getName()
                    + " does not open its package: open it to the runtime");
        } catch (ReflectiveOperationException failure) {
            Throwable cause = failure instanceof InvocationTargetException ? failure.getCause() : failure;
            throw new JsonFault(accessor.getName() + " of " + record.getClass().getName() + " threw " + cause);
        }
    }
}
