package faas.samples;

import faas.BadInput;
import faas.Function;
import faas.Result;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every kind of result and failure. */
public final class Outcomes {

    private Outcomes() {}

    /** The kind of outcome. */
    public enum Kind {
        NULL,
        EMPTY,
        REFUSAL,
        ARGUMENT,
        ARITHMETIC,
        FAILURE,
        RECURSION,
        STRANGE,
        CREATED,
        BYTES,
        MAP
    }

    static void main() {
        Function.run(List.of("kind"), Outcomes::outcome, ":8080");
    }

    public static @Nullable Object outcome(Kind kind) throws IOException {
        return switch (kind) {
            case NULL -> null;
            case EMPTY -> "";
            case REFUSAL -> throw new BadInput(422, "no");
            case ARGUMENT -> throw new IllegalArgumentException("no");
            case ARITHMETIC -> 1 / kind.name().indexOf('A');
            case FAILURE -> throw new IOException("secret");
            case RECURSION -> recurse(1);
            case STRANGE -> Thread.currentThread();
            case CREATED -> Result.text("made").status(201).header("Location", "/1");
            case BYTES -> new byte[] {0, 1, (byte) 0xFF};
            case MAP -> Map.of("a", Arrays.asList(1, null, "x"), "nan", Double.NaN);
        };
    }

    @SuppressWarnings("InfiniteRecursion")
    private static int recurse(int n) {
        return 1 + recurse(n + 1);
    }
}
