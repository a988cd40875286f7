package faas.gateway.proxy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The call goes on once its whole body has arrived and passed a check. A longer body is refused.
 *
 * @param maxBytes the most bytes that are held
 * @param check why the call is refused, of its body; null if it is not
 */
public record BodyCheck(int maxBytes, Function<List<ByteBuffer>, @Nullable Refusal> check) implements Decision {
    /** This check, after another one if there is one. */
    public BodyCheck after(@Nullable BodyCheck other) {
        return other == null
                ? this
                : new BodyCheck(Math.min(maxBytes, other.maxBytes), body -> {
                    Refusal refusal = other.check.apply(body);
                    return refusal != null ? refusal : check.apply(body);
                });
    }
}
