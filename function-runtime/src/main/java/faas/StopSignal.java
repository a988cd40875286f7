package faas;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;

/**
 * The signals that end a process: the first asks it to finish, a second one ends it at once.
 *
 * <p>Not a shutdown hook: a hook cannot tell a signal from {@code System.exit} in the function, whose exit code it would
 * lose. The JDK's signal classes are reached by reflection because the compiler warns of them and cannot be told not to.
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
