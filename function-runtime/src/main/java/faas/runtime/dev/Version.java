package faas.runtime.dev;

import faas.runtime.config.Settings;
import faas.runtime.server.Endpoint;
import java.util.List;

/** What one state of the sources made: a function that can be called, or why there is none. */
sealed interface Version {

    /**
     * It can be called.
     *
     * @param hooks what the function wants done when it is no longer served
     */
    record Working(Endpoint endpoint, Settings settings, List<Runnable> hooks) implements Version {

        void retire() {
            hooks.forEach(Runnable::run);
        }
    }

    record Broken(String messages) implements Version {}
}
