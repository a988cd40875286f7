package faas;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;

/**
 * Handles the signals that end a process: the first one stops it gracefully, the second one ends it at once.
 *
 * <p>It is no shutdown hook, because a hook cannot distinguish a signal from {@code System.exit} in the function and
 * would lose its exit code. The JDK's signal classes are called by reflection: the compiler warns about them, and the
 * warning cannot be suppressed.
 */
final class StopSignal {

    private StopSignal() {}

    static void onFirst(Runnable stop) {
        var asked = new AtomicBoolean();
        for (String name : List.of("TERM", "INT")) {
            handle(name, number -> {
                if (asked.getAndSet(true)) {
                    Runtime.getRuntime().halt(128 + number);
                }
                stop.run();
            });
        }
    }

    private static void handle(String name, IntConsumer action) {
        try {
            Class<?> signalType = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object signal = signalType.getConstructor(String.class).newInstance(name);
            int number = (int) signalType.getMethod("getNumber").invoke(signal);
            Object handler = Proxy.newProxyInstance(
                    StopSignal.class.getClassLoader(), new Class<?>[] {handlerType}, (proxy, method, arguments) -> {
                        action.accept(number);
                        return null;
                    });
            signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, handler);
        } catch (ReflectiveOperationException missing) {
            throw new IllegalStateException("this Java has no jdk.unsupported module: add it to the image", missing);
        }
    }
}
