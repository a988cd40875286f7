package faas.runtime.dev;

import faas.runtime.config.Settings;
import faas.runtime.server.Endpoint;
import java.util.List;

/** The result of compiling and starting one state of the sources: a function, or an error. */
sealed interface Version {

    /**
     * A function that can be called.
     *
     * @param hooks to run when it is no longer served
     */
    record Working(Endpoint endpoint, Settings settings, List<Runnable> hooks) implements Version {

        void retire() {
            hooks.forEach(Runnable::run);
        }
    }

    record Broken(String messages) implements Version {}
}
