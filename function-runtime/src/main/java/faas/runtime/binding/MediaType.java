package faas.runtime.binding;

import java.util.Locale;
import java.util.Optional;

/** The media type of a body in lower case, and its charset if one is given. */
record MediaType(String type, Optional<String> charset) {

    static final String FORM = "application/x-www-form-urlencoded";
    static final String JSON = "application/json";
    private static final String BYTES = "application/octet-stream";

    static MediaType of(Optional<String> contentType) {
        String[] parts = contentType.orElse(BYTES).split(";", -1);
        Optional<String> charset = Optional.empty();
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().toLowerCase(Locale.ROOT);
            if (parameter.startsWith("charset=")) {
                charset = Optional.of(parameter.substring(8).replace("\"", ""));
            }
        }
        return new MediaType(parts[0].strip().toLowerCase(Locale.ROOT), charset);
    }

    boolean isForm() {
        return type.equals(FORM);
    }

    boolean isJson() {
        return type.equals(JSON) || (type.startsWith("application/") && type.endsWith("+json"));
    }

    boolean isReadable() {
        return charset.isEmpty()
                || charset.get().equals("utf-8")
                || charset.get().equals("utf8")
                || charset.get().equals("us-ascii");
    }
}
