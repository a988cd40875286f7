package faas.runtime.dev;

import faas.runtime.compile.Compilation;
import faas.runtime.compile.FunctionCompiler;
import faas.runtime.compile.FunctionFolder;
import faas.runtime.config.Settings;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The versions of a function: the one that serves, and the newest. Thread-safe. */
final class Versions {

    private final FunctionFolder folder;
    private final FunctionCompiler compiler;
    private final ClassLoader runtime;

    private volatile Snapshot snapshot = new Snapshot(null, null, new Version.Broken(""));

    Versions(FunctionFolder folder, FunctionCompiler compiler, ClassLoader runtime) {
        this.folder = folder;
        this.compiler = compiler;
        this.runtime = runtime;
    }

    /**
     * Compiles and starts the sources if they have changed. Concurrent callers wait.
     *
     * @return the new version, or nothing if nothing has changed
     */
    Optional<Version> bringUpToDate() throws IOException, InterruptedException {
        if (folder.state().equals(snapshot.state())) {
            return Optional.empty();
        }
        synchronized (this) {
            FunctionFolder.State state = folder.state();
            if (state.equals(snapshot.state())) {
                return Optional.empty();
            }
            Version newest = make();
            Version.@Nullable Working before = snapshot.serving();
            switch (newest) {
                case Version.Working working -> {
                    snapshot = new Snapshot(state, working, newest);
                    if (before != null) {
                        before.retire();
                    }
                }
                case Version.Broken _ -> snapshot = new Snapshot(state, before, newest);
            }
            return Optional.of(newest);
        }
    }

    /** The last version that works, if there is one. */
    Optional<Version.Working> serving() {
        return Optional.ofNullable(snapshot.serving());
    }

    /** The version of the current sources, working or not. */
    Version newest() {
        return snapshot.newest();
    }

    Optional<Settings> settings() {
        return serving().map(Version.Working::settings);
    }

    private Version make() throws IOException, InterruptedException {
        return switch (compiler.compile(folder)) {
            case Compilation.Refused refused -> new Version.Broken(refused.messages());
            case Compilation.Compiled compiled
            when compiled.mains().size() > 1 ->
                new Version.Broken("Several classes have a main method, which only one may have: %s.\n"
                        .formatted(String.join(", ", compiled.mains())));
            case Compilation.Compiled compiled -> start(compiled);
        };
    }

    private Version start(Compilation.Compiled compiled) throws IOException, InterruptedException {
        var classes = new FunctionClasses(compiled.classes(), folder.jars(), runtime);
        try {
            return FunctionStart.start(Class.forName(compiled.mains().getFirst(), false, classes));
        } catch (ClassNotFoundException | LinkageError unfit) {
            return new Version.Broken("The compiled classes cannot be loaded: " + unfit + "\n");
        }
    }

    /** The last state that was compiled, and its result. */
    private record Snapshot(FunctionFolder.@Nullable State state, Version.@Nullable Working serving, Version newest) {}
}
