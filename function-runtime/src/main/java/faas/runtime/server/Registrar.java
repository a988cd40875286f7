package faas.runtime.server;

import faas.runtime.config.Settings;

/**
 * Receives a function from {@code Function.run}, which then returns instead of serving and blocking.
 *
 * <p>A launcher that serves functions itself, such as the development server, binds one while it runs the main method:
 * {@code ScopedValue.where(Registrar.CURRENT, registrar).run(main)}.
 */
public interface Registrar {

    /** The registrar of the running main method, if there is one. */
    ScopedValue<Registrar> CURRENT = ScopedValue.newInstance();

    /** Receives a valid function. The endpoint is immutable and thread-safe; the settings contain its address. */
    void register(Endpoint endpoint, Settings settings);

    /** Reports that the function or a setting is invalid. The text lists every error. The process continues. */
    void refuse(String errors);

    /** Registers a hook to run when the function is no longer served. */
    void onStop(Runnable hook);
}
