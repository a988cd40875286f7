package faas;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Serves one plain function over HTTP.
 *
 * {@snippet :
 * void main() {
 *     Function.run(List.of("a", "b"), this::add, ":8080");
 * }
 *
 * double add(double a, double b) {
 *     return a + b;
 * }
 * }
 *
 * <p>{@code GET /?a=1&b=2} then answers {@code 3}. The names are those of the query parameters, in the order of the
 * function's own; their types are the function's. The address is {@code ":8080"} or {@code "127.0.0.1:8080"}; the
 * environment's {@code FAAS_ADDRESS} comes before it.
 *
 * <p>A function refuses its input by throwing {@link IllegalArgumentException} or {@link ArithmeticException}: the caller
 * gets a 400 with the exception's message. Any other exception is a 500 that tells the caller nothing but the call's id.
 *
 * <p>Calls run at the same time on several threads, so a function that remembers must do so safely.
 *
 * <p>{@code run} returns only by ending the process: with 0 when it is told to stop and has finished what was in flight,
 * with 2 when the function or a setting cannot work, with 1 when the address cannot be listened on.
 */
public final class Function {

    private Function() {}

    public static <R extends @Nullable Object> void run(List<String> names, Fn.Of0<R> function, String address) {
        Launch.run(names, function, address);
    }

    public static <A, R extends @Nullable Object> void run(List<String> names, Fn.Of1<A, R> function, String address) {
        Launch.run(names, function, address);
    }

    public static <A, B, R extends @Nullable Object> void run(
            List<String> names, Fn.Of2<A, B, R> function, String address) {
        Launch.run(names, function, address);
    }

    public static <A, B, C, R extends @Nullable Object> void run(
            List<String> names, Fn.Of3<A, B, C, R> function, String address) {
        Launch.run(names, function, address);
    }

    public static <A, B, C, D, R extends @Nullable Object> void run(
            List<String> names, Fn.Of4<A, B, C, D, R> function, String address) {
        Launch.run(names, function, address);
    }

    public static <A, B, C, D, E, R extends @Nullable Object> void run(
            List<String> names, Fn.Of5<A, B, C, D, E, R> function, String address) {
        Launch.run(names, function, address);
    }

    public static <A, B, C, D, E, F, R extends @Nullable Object> void run(
            List<String> names, Fn.Of6<A, B, C, D, E, F, R> function, String address) {
        Launch.run(names, function, address);
    }

    public static <A, B, C, D, E, F, G, R extends @Nullable Object> void run(
            List<String> names, Fn.Of7<A, B, C, D, E, F, G, R> function, String address) {
        Launch.run(names, function, address);
    }

    public static <A, B, C, D, E, F, G, H, R extends @Nullable Object> void run(
            List<String> names, Fn.Of8<A, B, C, D, E, F, G, H, R> function, String address) {
        Launch.run(names, function, address);
    }
}
