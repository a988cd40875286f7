package faas.runtime.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A parsed JSON value. Numbers keep their digits, members their order. */
public sealed interface Json {

    /** The kind of value, for a sentence: {@code it is a string}. */
    String kind();

    record Text(String value) implements Json {
        @Override
        public String kind() {
            return "a string";
        }
    }

    record Numeral(String digits) implements Json {
        @Override
        public String kind() {
            return "a number";
        }
    }

    record Truth(boolean value) implements Json {
        @Override
        public String kind() {
            return "a boolean";
        }
    }

    record Null() implements Json {
        @Override
        public String kind() {
            return "null";
        }
    }

    record Array(List<Json> elements) implements Json {

        public Array {
            elements = List.copyOf(elements);
        }

        @Override
        public String kind() {
            return "an array";
        }
    }

    record Members(Map<String, Json> values) implements Json {

        public Members {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }

        @Override
        public String kind() {
            return "an object";
        }
    }
}
