package faas.runtime.server;

import faas.runtime.config.Settings;

/**
 * Takes a function over from {@code Function.run}, which then returns instead of serving and blocking.
 *
 * <p>A launcher that serves functions in its own way, such as the development loop, binds one round the function's main:
 * {@code ScopedValue.where(Registrar.CURRENT, registrar).run(main)}.
 */
public interface Registrar {

    /** The registrar of the main method that is running, if it has one. */
    ScopedValue<Registrar> CURRENT = ScopedValue.newInstance();

    /** The function can be served. The endpoint is immutable and answers on any thread; the settings hold its address. */
    void register(Endpoint endpoint, Settings settings);

    /** The function or a setting cannot work; the text tells every error. The process goes on. */
    void refuse(String errors);

    /** Something of the function's to be run when it is no longer served. */
    void onStop(Runnable hook);
}
