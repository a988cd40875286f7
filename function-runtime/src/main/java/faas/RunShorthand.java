package faas;

import java.util.List;

/**
 * The shorthand {@code Function.run}, which serves a function in one call: {@code of} and {@code run} for the two forms
 * without types.
 *
 * <p>Java chooses among method references by the number of their parameters, so there is a method for each number.
 */
abstract class RunShorthand {

    RunShorthand() {}

    // Function.of(names, function).run(address)

    public static <R> void run(List<String> names, Fn.Of0<R> function, String address) {
        Launch.run(new Definition.Named(names, function), address);
    }

    public static <A, R> void run(List<String> names, Fn.Of1<A, R> function, String address) {
        Launch.run(new Definition.Named(names, function), address);
    }

    public static <A, B, R> void run(List<String> names, Fn.Of2<A, B, R> function, String address) {
        Launch.run(new Definition.Named(names, function), address);
    }

    public static <A, B, C, R> void run(List<String> names, Fn.Of3<A, B, C, R> function, String address) {
        Launch.run(new Definition.Named(names, function), address);
    }

    public static <A, B, C, D, R> void run(List<String> names, Fn.Of4<A, B, C, D, R> function, String address) {
        Launch.run(new Definition.Named(names, function), address);
    }

    public static <A, B, C, D, E, R> void run(List<String> names, Fn.Of5<A, B, C, D, E, R> function, String address) {
        Launch.run(new Definition.Named(names, function), address);
    }

    public static <A, B, C, D, E, F, R> void run(
            List<String> names, Fn.Of6<A, B, C, D, E, F, R> function, String address) {
        Launch.run(new Definition.Named(names, function), address);
    }

    public static <A, B, C, D, E, F, G, R> void run(
            List<String> names, Fn.Of7<A, B, C, D, E, F, G, R> function, String address) {
        Launch.run(new Definition.Named(names, function), address);
    }

    public static <A, B, C, D, E, F, G, H, R> void run(
            List<String> names, Fn.Of8<A, B, C, D, E, F, G, H, R> function, String address) {
        Launch.run(new Definition.Named(names, function), address);
    }

    // Function.of(function).run()

    public static <R> void run(Fn.Of0<R> function) {
        Launch.run(new Definition.Plain(function), "");
    }

    public static <A, R> void run(Fn.Of1<A, R> function) {
        Launch.run(new Definition.Plain(function), "");
    }

    public static <A, B, R> void run(Fn.Of2<A, B, R> function) {
        Launch.run(new Definition.Plain(function), "");
    }

    public static <A, B, C, R> void run(Fn.Of3<A, B, C, R> function) {
        Launch.run(new Definition.Plain(function), "");
    }

    public static <A, B, C, D, R> void run(Fn.Of4<A, B, C, D, R> function) {
        Launch.run(new Definition.Plain(function), "");
    }

    public static <A, B, C, D, E, R> void run(Fn.Of5<A, B, C, D, E, R> function) {
        Launch.run(new Definition.Plain(function), "");
    }

    public static <A, B, C, D, E, F, R> void run(Fn.Of6<A, B, C, D, E, F, R> function) {
        Launch.run(new Definition.Plain(function), "");
    }

    public static <A, B, C, D, E, F, G, R> void run(Fn.Of7<A, B, C, D, E, F, G, R> function) {
        Launch.run(new Definition.Plain(function), "");
    }

    public static <A, B, C, D, E, F, G, H, R> void run(Fn.Of8<A, B, C, D, E, F, G, H, R> function) {
        Launch.run(new Definition.Plain(function), "");
    }
}
