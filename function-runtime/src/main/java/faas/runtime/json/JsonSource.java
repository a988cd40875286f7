package faas.runtime.json;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parses JSON strictly by RFC 8259. Duplicate members are rejected, too. */
public final class JsonSource {

    /** The maximum depth. Deeper values are attacks or mistakes and would need a large stack. */
    private static final int DEEPEST = 64;

    /**
     * The maximum number of values, counting members and elements at every depth. Each takes up to 300 bytes of memory
     * for two bytes of text, so that a small body could fill a large heap.
     */
    private static final int MOST_VALUES = 16_384;

    private final JsonReader reader;
    private int values;

    private JsonSource(String text) {
        reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
        reader.setNestingLimit(DEEPEST);
    }

    public static Json parse(String text) throws JsonFault {
        var source = new JsonSource(text);
        try {
            Json value = source.value();
            if (source.reader.peek() != JsonToken.END_DOCUMENT) {
                throw new JsonFault("there is more after its end");
            }
            return value;
        } catch (IOException | IllegalStateException | NumberFormatException malformed) {
            throw new JsonFault("it is not JSON at " + source.reader.getPath());
        }
    }

    private Json value() throws IOException, JsonFault {
        if (++values > MOST_VALUES) {
            throw new JsonFault("it has more than " + MOST_VALUES + " values");
        }
        return switch (reader.peek()) {
            case BEGIN_OBJECT -> members();
            case BEGIN_ARRAY -> array();
            case STRING -> new Json.Text(reader.nextString());
            case NUMBER -> new Json.Numeral(reader.nextString());
            case BOOLEAN -> new Json.Truth(reader.nextBoolean());
            case NULL -> {
                reader.nextNull();
                yield new Json.Null();
            }
            case NAME, END_OBJECT, END_ARRAY, END_DOCUMENT ->
                throw new JsonFault("it ends too early at " + reader.getPath());
        };
    }

    private Json members() throws IOException, JsonFault {
        Map<String, Json> members = new LinkedHashMap<>();
        reader.beginObject();
        while (reader.hasNext()) {
            String name = reader.nextName();
            if (members.put(name, value()) != null) {
                throw new JsonFault("a member is duplicated: " + reader.getPath());
            }
        }
        reader.endObject();
        return new Json.Members(members);
    }

    private Json array() throws IOException, JsonFault {
        List<Json> elements = new ArrayList<>();
        reader.beginArray();
        while (reader.hasNext()) {
            elements.add(value());
        }
        reader.endArray();
        return new Json.Array(elements);
    }
}
