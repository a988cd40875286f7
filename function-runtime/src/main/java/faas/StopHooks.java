package faas;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Consumer;

/** Runs hooks before the process ends. There is one process, so there is one list. */
final class StopHooks {

    private static final ConcurrentLinkedDeque<Runnable> HOOKS = new ConcurrentLinkedDeque<>();

    private StopHooks() {}

    static void add(Runnable hook) {
        HOOKS.push(hook);
    }

    /** Runs each hook once, the last one first. A hook that throws does not keep the others from running. */
    static void run(Consumer<RuntimeException> failed) {
        for (Runnable hook = HOOKS.poll(); hook != null; hook = HOOKS.poll()) {
            try {
                hook.run();
            } catch (RuntimeException failure) {
                failed.accept(failure);
            }
        }
    }
}
