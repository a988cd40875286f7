package faas.gateway.discovery.docker;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Reads Docker's JSON as it streams in.
 *
 * <p>Every version of the Engine adds fields and values. A value that is missing, null or of an unexpected type therefore
 * counts as empty, and the rest of the list is still read.
 */
public final class Json {
    /** Reads or skips the value of one field; must consume it. */
    public interface Field {
        void read(String name, JsonReader in) throws IOException;
    }

    /** Reads or skips one value; must consume it. */
    public interface Item {
        void read(JsonReader in) throws IOException;
    }

    private Json() {}

    public static void object(JsonReader in, Field field) throws IOException {
        if (in.peek() != JsonToken.BEGIN_OBJECT) {
            in.skipValue();
            return;
        }
        in.beginObject();
        while (in.hasNext()) {
            field.read(in.nextName(), in);
        }
        in.endObject();
    }

    /** Reads one field of an object and skips the others. */
    public static void field(JsonReader in, String wanted, Item item) throws IOException {
        object(in, (name, value) -> {
            if (name.equals(wanted)) {
                item.read(value);
            } else {
                value.skipValue();
            }
        });
    }

    public static void list(JsonReader in, Item item) throws IOException {
        if (in.peek() != JsonToken.BEGIN_ARRAY) {
            in.skipValue();
            return;
        }
        in.beginArray();
        while (in.hasNext()) {
            item.read(in);
        }
        in.endArray();
    }

    public static String text(JsonReader in) throws IOException {
        if (in.peek() == JsonToken.STRING) {
            return in.nextString();
        }
        in.skipValue();
        return "";
    }

    public static List<String> texts(JsonReader in) throws IOException {
        List<String> texts = new ArrayList<>();
        list(in, item -> texts.add(text(item)));
        return texts;
    }

    public static Map<String, String> textMap(JsonReader in) throws IOException {
        Map<String, String> texts = new HashMap<>();
        object(in, (name, value) -> texts.put(name, text(value)));
        return texts;
    }

    public static boolean bool(JsonReader in) throws IOException {
        if (in.peek() == JsonToken.BOOLEAN) {
            return in.nextBoolean();
        }
        in.skipValue();
        return false;
    }

    /** A whole number; one too large for a long counts as empty. */
    public static OptionalLong number(JsonReader in) throws IOException {
        if (in.peek() != JsonToken.NUMBER) {
            in.skipValue();
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(in.nextString()));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
