package faas.runtime.dev;

import faas.runtime.config.Settings;
import faas.runtime.server.Endpoint;
import faas.runtime.server.Registrar;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs the main method of a function on a thread of its own until it calls {@code Function.run}. */
final class FunctionStart implements Registrar {

    /** A main method that takes longer is considered stuck: clients wait for it. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final CompletableFuture<Version> version = new CompletableFuture<>();
    private final List<Runnable> hooks = new CopyOnWriteArrayList<>();

    private FunctionStart() {}

    static Version start(Class<?> main) throws InterruptedException {
        var functionStart = new FunctionStart();
        Thread.ofPlatform()
                .daemon()
                .name("main")
                .start(() -> ScopedValue.where(Registrar.CURRENT, functionStart).run(() -> functionStart.run(main)));
        try {
            return functionStart.version.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException slow) {
            return new Version.Broken("main has not called Function.run within %d s.\n".formatted(TIMEOUT.toSeconds()));
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("nothing completes it with a failure", impossible);
        }
    }

    @Override
    public void register(Endpoint endpoint, Settings settings) {
        version.complete(new Version.Working(endpoint, settings, hooks));
    }

    @Override
    public void refuse(String errors) {
        version.complete(new Version.Broken(errors + "\n"));
    }

    @Override
    public void onStop(Runnable hook) {
        hooks.add(hook);
    }

    @SuppressWarnings("CatchingUnchecked") // reported to the author, whatever it is
    private void run(Class<?> main) {
        try {
            invoke(main);
            version.complete(new Version.Broken("main ended without calling Function.run.\n"));
        } catch (InvocationTargetException thrown) {
            version.complete(new Version.Broken("main failed: " + trace(thrown.getTargetException())));
        } catch (Throwable unfit) {
            version.complete(new Version.Broken("main could not be called: " + trace(unfit)));
        }
    }

    /** Like the Java launcher: the method with arguments takes precedence, static or not. */
    private static void invoke(Class<?> type) throws ReflectiveOperationException {
        Method main;
        Object[] arguments;
        try {
            main = type.getDeclaredMethod("main", String[].class);
            arguments = new Object[] {new String[0]};
        } catch (NoSuchMethodException without) {
            main = type.getDeclaredMethod("main");
            arguments = new Object[0];
        }
        main.setAccessible(true);
        if (Modifier.isStatic(main.getModifiers())) {
            main.invoke(null, arguments);
            return;
        }
        var constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        main.invoke(constructor.newInstance(), arguments);
    }

    private static String trace(Throwable failure) {
        var text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
