package faas.samples;

import faas.Function;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

/** Every parameter type. The response contains the values of the request. */
public final class Types {

    private Types() {}

    enum Color {
        RED,
        GREEN
    }

    record Point(int x, int y) {
        Point {
            if (x < 0) {
                throw new IllegalArgumentException("x must not be negative");
            }
        }
    }

    public record Given(
            Optional<Byte> aByte,
            Optional<Short> aShort,
            Optional<Integer> anInt,
            Optional<Long> aLong,
            Optional<Float> aFloat,
            Optional<Boolean> aBoolean,
            Optional<Character> aChar,
            Optional<BigInteger> aBigInteger,
            Optional<BigDecimal> aBigDecimal,
            Optional<UUID> aUuid,
            Optional<Color> color,
            Optional<LocalDate> day,
            Optional<Instant> moment,
            Optional<Duration> duration,
            Optional<String> text,
            OptionalInt optionalInt,
            List<Integer> list,
            Set<String> set,
            Optional<Point> point) {}

    static void main() {
        Function.of(Given.class, Types::same).run();
    }

    public static Given same(Given given) {
        return given;
    }
}
