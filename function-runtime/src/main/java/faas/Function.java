package faas;

import faas.runtime.server.Registrar;
import java.util.List;
import java.util.Map;

/**
 * A plain function that can be served over HTTP.
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
 * <p>{@code GET /?a=1&b=2} then answers {@code 3}. {@code of} takes the parameters in one of four forms:
 *
 * <ul>
 *   <li>their names: {@code of(List.of("a", "b"), this::add)}. The types are those of the function;
 *   <li>the function alone: {@code of(this::add)}. It must be compiled with {@code -parameters} or {@code -g};
 *   <li>a {@link Param} each, with defaults and checks: {@code of(real("a"), real("b").or(0.0), (a, b) -> a + b)};
 *   <li>a record with the parameters as components: {@code of(Sum.class, sum -> sum.a() + sum.b())}.
 * </ul>
 *
 * <p>A function rejects its input by throwing {@link BadInput}, {@link IllegalArgumentException} or
 * {@link ArithmeticException}: the client gets a 400 with the exception's message. Any other exception is a 500 without
 * details. {@link Call} describes the current call; {@link Result} is a response with a status, headers or a stream.
 * {@link Action} makes a function of a method that returns nothing.
 *
 * <p>Calls run concurrently on several threads, so a function with state must be thread-safe.
 */
public final class Function extends RunShorthand {

    private final Definition definition;

    private Function(Definition definition) {
        this.definition = definition;
    }

    /** Serves the function on {@code :8080}. See {@link #run(String)}. */
    public void run() {
        run("");
    }

    /**
     * Serves the function until the process is asked to stop. Returns only by ending the process.
     *
     * <p>The exit code is 0 after a signal, once the calls in flight have completed; 1 if the address cannot be bound;
     * 2 if the function or a setting is invalid.
     *
     * @param address such as {@code ":8080"} or {@code "127.0.0.1:8080"}; {@code FAAS_ADDRESS} and {@code FAAS_PORT}
     *     override it
     */
    public void run(String address) {
        Launch.run(definition, address);
    }

    /** A server for this function, for tests and for programs that embed it. It is not started yet. */
    public FunctionServer server() {
        return FunctionServer.of(definition);
    }

    /**
     * Calls the function without a server, as {@code GET} with these parameters would.
     *
     * @throws IllegalStateException the function is invalid; the message lists every error
     */
    public Response call(Map<String, String> parameters) {
        return DirectCall.call(definition, "GET", DirectCall.query(parameters), "", new byte[0]);
    }

    /** Calls the function without a server, as {@code POST} with this body would. */
    public Response call(String contentType, byte[] body) {
        return DirectCall.call(definition, "POST", "", contentType, body);
    }

    /** Registers a hook that runs after the last call, before the process ends. The last one registered runs first. */
    public static void onStop(Runnable hook) {
        if (Registrar.CURRENT.isBound()) {
            Registrar.CURRENT.get().onStop(hook);
        } else {
            StopHooks.add(hook);
        }
    }

    // Parameter names, in the function's order.

    public static <R> Function of(List<String> names, Fn.Of0<R> function) {
        return new Function(new Definition.Named(names, function));
    }

    public static <A, R> Function of(List<String> names, Fn.Of1<A, R> function) {
        return new Function(new Definition.Named(names, function));
    }

    public static <A, B, R> Function of(List<String> names, Fn.Of2<A, B, R> function) {
        return new Function(new Definition.Named(names, function));
    }

    public static <A, B, C, R> Function of(List<String> names, Fn.Of3<A, B, C, R> function) {
        return new Function(new Definition.Named(names, function));
    }

    public static <A, B, C, D, R> Function of(List<String> names, Fn.Of4<A, B, C, D, R> function) {
        return new Function(new Definition.Named(names, function));
    }

    public static <A, B, C, D, E, R> Function of(List<String> names, Fn.Of5<A, B, C, D, E, R> function) {
        return new Function(new Definition.Named(names, function));
    }

    public static <A, B, C, D, E, F, R> Function of(List<String> names, Fn.Of6<A, B, C, D, E, F, R> function) {
        return new Function(new Definition.Named(names, function));
    }

    public static <A, B, C, D, E, F, G, R> Function of(List<String> names, Fn.Of7<A, B, C, D, E, F, G, R> function) {
        return new Function(new Definition.Named(names, function));
    }

    public static <A, B, C, D, E, F, G, H, R> Function of(
            List<String> names, Fn.Of8<A, B, C, D, E, F, G, H, R> function) {
        return new Function(new Definition.Named(names, function));
    }

    // The function alone.

    public static <R> Function of(Fn.Of0<R> function) {
        return new Function(new Definition.Plain(function));
    }

    public static <A, R> Function of(Fn.Of1<A, R> function) {
        return new Function(new Definition.Plain(function));
    }

    public static <A, B, R> Function of(Fn.Of2<A, B, R> function) {
        return new Function(new Definition.Plain(function));
    }

    public static <A, B, C, R> Function of(Fn.Of3<A, B, C, R> function) {
        return new Function(new Definition.Plain(function));
    }

    public static <A, B, C, D, R> Function of(Fn.Of4<A, B, C, D, R> function) {
        return new Function(new Definition.Plain(function));
    }

    public static <A, B, C, D, E, R> Function of(Fn.Of5<A, B, C, D, E, R> function) {
        return new Function(new Definition.Plain(function));
    }

    public static <A, B, C, D, E, F, R> Function of(Fn.Of6<A, B, C, D, E, F, R> function) {
        return new Function(new Definition.Plain(function));
    }

    public static <A, B, C, D, E, F, G, R> Function of(Fn.Of7<A, B, C, D, E, F, G, R> function) {
        return new Function(new Definition.Plain(function));
    }

    public static <A, B, C, D, E, F, G, H, R> Function of(Fn.Of8<A, B, C, D, E, F, G, H, R> function) {
        return new Function(new Definition.Plain(function));
    }

    // A Param for each parameter.

    public static <A, R> Function of(Param<A> a, Fn.Of1<? super A, R> function) {
        return new Function(new Definition.Typed(List.of(a), function));
    }

    public static <A, B, R> Function of(Param<A> a, Param<B> b, Fn.Of2<? super A, ? super B, R> function) {
        return new Function(new Definition.Typed(List.of(a, b), function));
    }

    public static <A, B, C, R> Function of(
            Param<A> a, Param<B> b, Param<C> c, Fn.Of3<? super A, ? super B, ? super C, R> function) {
        return new Function(new Definition.Typed(List.of(a, b, c), function));
    }

    public static <A, B, C, D, R> Function of(
            Param<A> a,
            Param<B> b,
            Param<C> c,
            Param<D> d,
            Fn.Of4<? super A, ? super B, ? super C, ? super D, R> function) {
        return new Function(new Definition.Typed(List.of(a, b, c, d), function));
    }

    public static <A, B, C, D, E, R> Function of(
            Param<A> a,
            Param<B> b,
            Param<C> c,
            Param<D> d,
            Param<E> e,
            Fn.Of5<? super A, ? super B, ? super C, ? super D, ? super E, R> function) {
        return new Function(new Definition.Typed(List.of(a, b, c, d, e), function));
    }

    public static <A, B, C, D, E, F, R> Function of(
            Param<A> a,
            Param<B> b,
            Param<C> c,
            Param<D> d,
            Param<E> e,
            Param<F> f,
            Fn.Of6<? super A, ? super B, ? super C, ? super D, ? super E, ? super F, R> function) {
        return new Function(new Definition.Typed(List.of(a, b, c, d, e, f), function));
    }

    public static <A, B, C, D, E, F, G, R> Function of(
            Param<A> a,
            Param<B> b,
            Param<C> c,
            Param<D> d,
            Param<E> e,
            Param<F> f,
            Param<G> g,
            Fn.Of7<? super A, ? super B, ? super C, ? super D, ? super E, ? super F, ? super G, R> function) {
        return new Function(new Definition.Typed(List.of(a, b, c, d, e, f, g), function));
    }

    public static <A, B, C, D, E, F, G, H, R> Function of(
            Param<A> a,
            Param<B> b,
            Param<C> c,
            Param<D> d,
            Param<E> e,
            Param<F> f,
            Param<G> g,
            Param<H> h,
            Fn.Of8<? super A, ? super B, ? super C, ? super D, ? super E, ? super F, ? super G, ? super H, R>
                    function) {
        return new Function(new Definition.Typed(List.of(a, b, c, d, e, f, g, h), function));
    }

    // A record.

    public static <T extends Record, R> Function of(Class<T> type, Fn.Of1<? super T, R> function) {
        return new Function(new Definition.OfRecord(type, function));
    }
}
