package faas;

import faas.runtime.server.Registrar;
import java.util.List;
import java.util.Map;
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
 * <p>{@code GET /?a=1&b=2} then answers {@code 3}. There are four ways to say what the parameters are, in each of
 * {@code run}, {@code server} and {@code of}:
 *
 * <ul>
 *   <li>their names beside the function, whose types are its own;
 *   <li>the function alone, if its names can be seen: {@code run(this::add)}, compiled with {@code -parameters} or
 *       {@code -g};
 *   <li>a {@link Param} each, with defaults and checks: {@code run(real("a"), real("b").or(0.0), (a, b) -> a + b)};
 *   <li>a record whose components they are: {@code run(Sum.class, sum -> sum.a() + sum.b())}.
 * </ul>
 *
 * <p>The address is {@code ":8080"} or {@code "127.0.0.1:8080"}; the environment's {@code FAAS_ADDRESS} and
 * {@code FAAS_PORT} come before it. Where none is given it is {@code ":8080"}.
 *
 * <p>A function refuses its input by throwing {@link BadInput}, {@link IllegalArgumentException} or
 * {@link ArithmeticException}: the caller gets a 400 with the exception's message. Any other exception is a 500 that tells
 * the caller nothing but the call's id. {@link Call} tells about the call; {@link Result} says more than a plain value.
 *
 * <p>Calls run at the same time on several threads, so a function that remembers must do so safely.
 *
 * <p>{@code run} returns only by ending the process: with 0 when it is told to stop and has finished what was in flight,
 * with 2 when the function or a setting cannot work, with 1 when the address cannot be listened on.
 */
public final class Function {

    private final Definition definition;

    private Function(Definition definition) {
        this.definition = definition;
    }

    /**
     * Calls the function without a server, as {@code GET} with these parameters would.
     *
     * @throws IllegalStateException the function could not be served; the message tells every mistake
     */
    public Response call(Map<String, String> parameters) {
        return DirectCall.call(definition, "GET", DirectCall.query(parameters), "", new byte[0]);
    }

    /** Calls the function without a server, as {@code POST} with this body would. */
    public Response call(String contentType, byte[] body) {
        return DirectCall.call(definition, "POST", "", contentType, body);
    }

    /**
     * Has something run when the function is no longer served: after the last call had its response, before the process ends.
     * What was given last runs first.
     */
    public static void onStop(Runnable hook) {
        if (Registrar.CURRENT.isBound()) {
            Registrar.CURRENT.get().onStop(hook);
        } else {
            StopHooks.add(hook);
        }
    }

    public static <R extends @Nullable Object> void run(List<String> names, Fn.Of0<R> function, String address) {
        Launch.run(new Definition.Named(names, function), address);
    }

    public static <A, R extends @Nullable Object> void run(List<String> names, Fn.Of1<A, R> function, String address) {
        Launch.run(new Definition.Named(names, function), address);
    }

    public static <A, B, R extends @Nullable Object> void run(
            List<String> names, Fn.Of2<A, B, R> function, String address) {
        Launch.run(new Definition.Named(names, function), address);
    }

    public static <A, B, C, R extends @Nullable Object> void run(
            List<String> names, Fn.Of3<A, B, C, R> function, String address) {
        Launch.run(new Definition.Named(names, function), address);
    }

    public static <A, B, C, D, R extends @Nullable Object> void run(
            List<String> names, Fn.Of4<A, B, C, D, R> function, String address) {
        Launch.run(new Definition.Named(names, function), address);
    }

    public static <A, B, C, D, E, R extends @Nullable Object> void run(
            List<String> names, Fn.Of5<A, B, C, D, E, R> function, String address) {
        Launch.run(new Definition.Named(names, function), address);
    }

    public static <A, B, C, D, E, F, R extends @Nullable Object> void run(
            List<String> names, Fn.Of6<A, B, C, D, E, F, R> function, String address) {
        Launch.run(new Definition.Named(names, function), address);
    }

    public static <A, B, C, D, E, F, G, R extends @Nullable Object> void run(
            List<String> names, Fn.Of7<A, B, C, D, E, F, G, R> function, String address) {
        Launch.run(new Definition.Named(names, function), address);
    }

    public static <A, B, C, D, E, F, G, H, R extends @Nullable Object> void run(
            List<String> names, Fn.Of8<A, B, C, D, E, F, G, H, R> function, String address) {
        Launch.run(new Definition.Named(names, function), address);
    }

    public static <R extends @Nullable Object> void run(Fn.Of0<R> function) {
        Launch.run(new Definition.Plain(function), "");
    }

    public static <A, R extends @Nullable Object> void run(Fn.Of1<A, R> function) {
        Launch.run(new Definition.Plain(function), "");
    }

    public static <A, B, R extends @Nullable Object> void run(Fn.Of2<A, B, R> function) {
        Launch.run(new Definition.Plain(function), "");
    }

    public static <A, B, C, R extends @Nullable Object> void run(Fn.Of3<A, B, C, R> function) {
        Launch.run(new Definition.Plain(function), "");
    }

    public static <A, B, C, D, R extends @Nullable Object> void run(Fn.Of4<A, B, C, D, R> function) {
        Launch.run(new Definition.Plain(function), "");
    }

    public static <A, B, C, D, E, R extends @Nullable Object> void run(Fn.Of5<A, B, C, D, E, R> function) {
        Launch.run(new Definition.Plain(function), "");
    }

    public static <A, B, C, D, E, F, R extends @Nullable Object> void run(Fn.Of6<A, B, C, D, E, F, R> function) {
        Launch.run(new Definition.Plain(function), "");
    }

    public static <A, B, C, D, E, F, G, R extends @Nullable Object> void run(Fn.Of7<A, B, C, D, E, F, G, R> function) {
        Launch.run(new Definition.Plain(function), "");
    }

    public static <A, B, C, D, E, F, G, H, R extends @Nullable Object> void run(
            Fn.Of8<A, B, C, D, E, F, G, H, R> function) {
        Launch.run(new Definition.Plain(function), "");
    }

    public static <A, R extends @Nullable Object> void run(Param<A> a, Fn.Of1<? super A, R> function) {
        Launch.run(new Definition.Typed(List.of(a), function), "");
    }

    public static <A, B, R extends @Nullable Object> void run(
            Param<A> a, Param<B> b, Fn.Of2<? super A, ? super B, R> function) {
        Launch.run(new Definition.Typed(List.of(a, b), function), "");
    }

    public static <A, B, C, R extends @Nullable Object> void run(
            Param<A> a, Param<B> b, Param<C> c, Fn.Of3<? super A, ? super B, ? super C, R> function) {
        Launch.run(new Definition.Typed(List.of(a, b, c), function), "");
    }

    public static <A, B, C, D, R extends @Nullable Object> void run(
            Param<A> a,
            Param<B> b,
            Param<C> c,
            Param<D> d,
            Fn.Of4<? super A, ? super B, ? super C, ? super D, R> function) {
        Launch.run(new Definition.Typed(List.of(a, b, c, d), function), "");
    }

    public static <A, B, C, D, E, R extends @Nullable Object> void run(
            Param<A> a,
            Param<B> b,
            Param<C> c,
            Param<D> d,
            Param<E> e,
            Fn.Of5<? super A, ? super B, ? super C, ? super D, ? super E, R> function) {
        Launch.run(new Definition.Typed(List.of(a, b, c, d, e), function), "");
    }

    public static <A, B, C, D, E, F, R extends @Nullable Object> void run(
            Param<A> a,
            Param<B> b,
            Param<C> c,
            Param<D> d,
            Param<E> e,
            Param<F> f,
            Fn.Of6<? super A, ? super B, ? super C, ? super D, ? super E, ? super F, R> function) {
        Launch.run(new Definition.Typed(List.of(a, b, c, d, e, f), function), "");
    }

    public static <A, B, C, D, E, F, G, R extends @Nullable Object> void run(
            Param<A> a,
            Param<B> b,
            Param<C> c,
            Param<D> d,
            Param<E> e,
            Param<F> f,
            Param<G> g,
            Fn.Of7<? super A, ? super B, ? super C, ? super D, ? super E, ? super F, ? super G, R> function) {
        Launch.run(new Definition.Typed(List.of(a, b, c, d, e, f, g), function), "");
    }

    public static <A, B, C, D, E, F, G, H, R extends @Nullable Object> void run(
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
        Launch.run(new Definition.Typed(List.of(a, b, c, d, e, f, g, h), function), "");
    }

    public static <T extends Record, R extends @Nullable Object> void run(
            Class<T> type, Fn.Of1<? super T, R> function) {
        Launch.run(new Definition.OfRecord(type, function), "");
    }

    public static <R extends @Nullable Object> Function of(List<String> names, Fn.Of0<R> function) {
        return new Function(new Definition.Named(names, function));
    }

    public static <A, R extends @Nullable Object> Function of(List<String> names, Fn.Of1<A, R> function) {
        return new Function(new Definition.Named(names, function));
    }

    public static <A, B, R extends @Nullable Object> Function of(List<String> names, Fn.Of2<A, B, R> function) {
        return new Function(new Definition.Named(names, function));
    }

    public static <A, B, C, R extends @Nullable Object> Function of(List<String> names, Fn.Of3<A, B, C, R> function) {
        return new Function(new Definition.Named(names, function));
    }

    public static <A, B, C, D, R extends @Nullable Object> Function of(
            List<String> names, Fn.Of4<A, B, C, D, R> function) {
        return new Function(new Definition.Named(names, function));
    }

    public static <A, B, C, D, E, R extends @Nullable Object> Function of(
            List<String> names, Fn.Of5<A, B, C, D, E, R> function) {
        return new Function(new Definition.Named(names, function));
    }

    public static <A, B, C, D, E, F, R extends @Nullable Object> Function of(
            List<String> names, Fn.Of6<A, B, C, D, E, F, R> function) {
        return new Function(new Definition.Named(names, function));
    }

    public static <A, B, C, D, E, F, G, R extends @Nullable Object> Function of(
            List<String> names, Fn.Of7<A, B, C, D, E, F, G, R> function) {
        return new Function(new Definition.Named(names, function));
    }

    public static <A, B, C, D, E, F, G, H, R extends @Nullable Object> Function of(
            List<String> names, Fn.Of8<A, B, C, D, E, F, G, H, R> function) {
        return new Function(new Definition.Named(names, function));
    }

    public static <R extends @Nullable Object> Function of(Fn.Of0<R> function) {
        return new Function(new Definition.Plain(function));
    }

    public static <A, R extends @Nullable Object> Function of(Fn.Of1<A, R> function) {
        return new Function(new Definition.Plain(function));
    }

    public static <A, B, R extends @Nullable Object> Function of(Fn.Of2<A, B, R> function) {
        return new Function(new Definition.Plain(function));
    }

    public static <A, B, C, R extends @Nullable Object> Function of(Fn.Of3<A, B, C, R> function) {
        return new Function(new Definition.Plain(function));
    }

    public static <A, B, C, D, R extends @Nullable Object> Function of(Fn.Of4<A, B, C, D, R> function) {
        return new Function(new Definition.Plain(function));
    }

    public static <A, B, C, D, E, R extends @Nullable Object> Function of(Fn.Of5<A, B, C, D, E, R> function) {
        return new Function(new Definition.Plain(function));
    }

    public static <A, B, C, D, E, F, R extends @Nullable Object> Function of(Fn.Of6<A, B, C, D, E, F, R> function) {
        return new Function(new Definition.Plain(function));
    }

    public static <A, B, C, D, E, F, G, R extends @Nullable Object> Function of(
            Fn.Of7<A, B, C, D, E, F, G, R> function) {
        return new Function(new Definition.Plain(function));
    }

    public static <A, B, C, D, E, F, G, H, R extends @Nullable Object> Function of(
            Fn.Of8<A, B, C, D, E, F, G, H, R> function) {
        return new Function(new Definition.Plain(function));
    }

    public static <A, R extends @Nullable Object> Function of(Param<A> a, Fn.Of1<? super A, R> function) {
        return new Function(new Definition.Typed(List.of(a), function));
    }

    public static <A, B, R extends @Nullable Object> Function of(
            Param<A> a, Param<B> b, Fn.Of2<? super A, ? super B, R> function) {
        return new Function(new Definition.Typed(List.of(a, b), function));
    }

    public static <A, B, C, R extends @Nullable Object> Function of(
            Param<A> a, Param<B> b, Param<C> c, Fn.Of3<? super A, ? super B, ? super C, R> function) {
        return new Function(new Definition.Typed(List.of(a, b, c), function));
    }

    public static <A, B, C, D, R extends @Nullable Object> Function of(
            Param<A> a,
            Param<B> b,
            Param<C> c,
            Param<D> d,
            Fn.Of4<? super A, ? super B, ? super C, ? super D, R> function) {
        return new Function(new Definition.Typed(List.of(a, b, c, d), function));
    }

    public static <A, B, C, D, E, R extends @Nullable Object> Function of(
            Param<A> a,
            Param<B> b,
            Param<C> c,
            Param<D> d,
            Param<E> e,
            Fn.Of5<? super A, ? super B, ? super C, ? super D, ? super E, R> function) {
        return new Function(new Definition.Typed(List.of(a, b, c, d, e), function));
    }

    public static <A, B, C, D, E, F, R extends @Nullable Object> Function of(
            Param<A> a,
            Param<B> b,
            Param<C> c,
            Param<D> d,
            Param<E> e,
            Param<F> f,
            Fn.Of6<? super A, ? super B, ? super C, ? super D, ? super E, ? super F, R> function) {
        return new Function(new Definition.Typed(List.of(a, b, c, d, e, f), function));
    }

    public static <A, B, C, D, E, F, G, R extends @Nullable Object> Function of(
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

    public static <A, B, C, D, E, F, G, H, R extends @Nullable Object> Function of(
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

    public static <T extends Record, R extends @Nullable Object> Function of(
            Class<T> type, Fn.Of1<? super T, R> function) {
        return new Function(new Definition.OfRecord(type, function));
    }

    public static <R extends @Nullable Object> FunctionServer server(List<String> names, Fn.Of0<R> function) {
        return FunctionServer.of(new Definition.Named(names, function));
    }

    public static <A, R extends @Nullable Object> FunctionServer server(List<String> names, Fn.Of1<A, R> function) {
        return FunctionServer.of(new Definition.Named(names, function));
    }

    public static <A, B, R extends @Nullable Object> FunctionServer server(
            List<String> names, Fn.Of2<A, B, R> function) {
        return FunctionServer.of(new Definition.Named(names, function));
    }

    public static <A, B, C, R extends @Nullable Object> FunctionServer server(
            List<String> names, Fn.Of3<A, B, C, R> function) {
        return FunctionServer.of(new Definition.Named(names, function));
    }

    public static <A, B, C, D, R extends @Nullable Object> FunctionServer server(
            List<String> names, Fn.Of4<A, B, C, D, R> function) {
        return FunctionServer.of(new Definition.Named(names, function));
    }

    public static <A, B, C, D, E, R extends @Nullable Object> FunctionServer server(
            List<String> names, Fn.Of5<A, B, C, D, E, R> function) {
        return FunctionServer.of(new Definition.Named(names, function));
    }

    public static <A, B, C, D, E, F, R extends @Nullable Object> FunctionServer server(
            List<String> names, Fn.Of6<A, B, C, D, E, F, R> function) {
        return FunctionServer.of(new Definition.Named(names, function));
    }

    public static <A, B, C, D, E, F, G, R extends @Nullable Object> FunctionServer server(
            List<String> names, Fn.Of7<A, B, C, D, E, F, G, R> function) {
        return FunctionServer.of(new Definition.Named(names, function));
    }

    public static <A, B, C, D, E, F, G, H, R extends @Nullable Object> FunctionServer server(
            List<String> names, Fn.Of8<A, B, C, D, E, F, G, H, R> function) {
        return FunctionServer.of(new Definition.Named(names, function));
    }

    public static <R extends @Nullable Object> FunctionServer server(Fn.Of0<R> function) {
        return FunctionServer.of(new Definition.Plain(function));
    }

    public static <A, R extends @Nullable Object> FunctionServer server(Fn.Of1<A, R> function) {
        return FunctionServer.of(new Definition.Plain(function));
    }

    public static <A, B, R extends @Nullable Object> FunctionServer server(Fn.Of2<A, B, R> function) {
        return FunctionServer.of(new Definition.Plain(function));
    }

    public static <A, B, C, R extends @Nullable Object> FunctionServer server(Fn.Of3<A, B, C, R> function) {
        return FunctionServer.of(new Definition.Plain(function));
    }

    public static <A, B, C, D, R extends @Nullable Object> FunctionServer server(Fn.Of4<A, B, C, D, R> function) {
        return FunctionServer.of(new Definition.Plain(function));
    }

    public static <A, B, C, D, E, R extends @Nullable Object> FunctionServer server(Fn.Of5<A, B, C, D, E, R> function) {
        return FunctionServer.of(new Definition.Plain(function));
    }

    public static <A, B, C, D, E, F, R extends @Nullable Object> FunctionServer server(
            Fn.Of6<A, B, C, D, E, F, R> function) {
        return FunctionServer.of(new Definition.Plain(function));
    }

    public static <A, B, C, D, E, F, G, R extends @Nullable Object> FunctionServer server(
            Fn.Of7<A, B, C, D, E, F, G, R> function) {
        return FunctionServer.of(new Definition.Plain(function));
    }

    public static <A, B, C, D, E, F, G, H, R extends @Nullable Object> FunctionServer server(
            Fn.Of8<A, B, C, D, E, F, G, H, R> function) {
        return FunctionServer.of(new Definition.Plain(function));
    }

    public static <A, R extends @Nullable Object> FunctionServer server(Param<A> a, Fn.Of1<? super A, R> function) {
        return FunctionServer.of(new Definition.Typed(List.of(a), function));
    }

    public static <A, B, R extends @Nullable Object> FunctionServer server(
            Param<A> a, Param<B> b, Fn.Of2<? super A, ? super B, R> function) {
        return FunctionServer.of(new Definition.Typed(List.of(a, b), function));
    }

    public static <A, B, C, R extends @Nullable Object> FunctionServer server(
            Param<A> a, Param<B> b, Param<C> c, Fn.Of3<? super A, ? super B, ? super C, R> function) {
        return FunctionServer.of(new Definition.Typed(List.of(a, b, c), function));
    }

    public static <A, B, C, D, R extends @Nullable Object> FunctionServer server(
            Param<A> a,
            Param<B> b,
            Param<C> c,
            Param<D> d,
            Fn.Of4<? super A, ? super B, ? super C, ? super D, R> function) {
        return FunctionServer.of(new Definition.Typed(List.of(a, b, c, d), function));
    }

    public static <A, B, C, D, E, R extends @Nullable Object> FunctionServer server(
            Param<A> a,
            Param<B> b,
            Param<C> c,
            Param<D> d,
            Param<E> e,
            Fn.Of5<? super A, ? super B, ? super C, ? super D, ? super E, R> function) {
        return FunctionServer.of(new Definition.Typed(List.of(a, b, c, d, e), function));
    }

    public static <A, B, C, D, E, F, R extends @Nullable Object> FunctionServer server(
            Param<A> a,
            Param<B> b,
            Param<C> c,
            Param<D> d,
            Param<E> e,
            Param<F> f,
            Fn.Of6<? super A, ? super B, ? super C, ? super D, ? super E, ? super F, R> function) {
        return FunctionServer.of(new Definition.Typed(List.of(a, b, c, d, e, f), function));
    }

    public static <A, B, C, D, E, F, G, R extends @Nullable Object> FunctionServer server(
            Param<A> a,
            Param<B> b,
            Param<C> c,
            Param<D> d,
            Param<E> e,
            Param<F> f,
            Param<G> g,
            Fn.Of7<? super A, ? super B, ? super C, ? super D, ? super E, ? super F, ? super G, R> function) {
        return FunctionServer.of(new Definition.Typed(List.of(a, b, c, d, e, f, g), function));
    }

    public static <A, B, C, D, E, F, G, H, R extends @Nullable Object> FunctionServer server(
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
        return FunctionServer.of(new Definition.Typed(List.of(a, b, c, d, e, f, g, h), function));
    }

    public static <T extends Record, R extends @Nullable Object> FunctionServer server(
            Class<T> type, Fn.Of1<? super T, R> function) {
        return FunctionServer.of(new Definition.OfRecord(type, function));
    }

    // A void function as one that answers 204: run(names, act(this::send), ":8080").

    public static Fn.Of0<@Nullable Void> act(Action.Of0 function) {
        return new ActionAsFunction<>(function);
    }

    public static <A> Fn.Of1<A, @Nullable Void> act(Action.Of1<A> function) {
        return new ActionAsFunction<>(function);
    }

    public static <A, B> Fn.Of2<A, B, @Nullable Void> act(Action.Of2<A, B> function) {
        return new ActionAsFunction<>(function);
    }

    public static <A, B, C> Fn.Of3<A, B, C, @Nullable Void> act(Action.Of3<A, B, C> function) {
        return new ActionAsFunction<>(function);
    }

    public static <A, B, C, D> Fn.Of4<A, B, C, D, @Nullable Void> act(Action.Of4<A, B, C, D> function) {
        return new ActionAsFunction<>(function);
    }

    public static <A, B, C, D, E> Fn.Of5<A, B, C, D, E, @Nullable Void> act(Action.Of5<A, B, C, D, E> function) {
        return new ActionAsFunction<>(function);
    }

    public static <A, B, C, D, E, F> Fn.Of6<A, B, C, D, E, F, @Nullable Void> act(
            Action.Of6<A, B, C, D, E, F> function) {
        return new ActionAsFunction<>(function);
    }

    public static <A, B, C, D, E, F, G> Fn.Of7<A, B, C, D, E, F, G, @Nullable Void> act(
            Action.Of7<A, B, C, D, E, F, G> function) {
        return new ActionAsFunction<>(function);
    }

    public static <A, B, C, D, E, F, G, H> Fn.Of8<A, B, C, D, E, F, G, H, @Nullable Void> act(
            Action.Of8<A, B, C, D, E, F, G, H> function) {
        return new ActionAsFunction<>(function);
    }
}
