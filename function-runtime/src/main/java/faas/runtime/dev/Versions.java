package faas.runtime.dev;

import faas.runtime.compile.Compilation;
import faas.runtime.compile.FunctionCompiler;
import faas.runtime.compile.FunctionFolder;
import faas.runtime.config.Settings;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A folder's versions: the one that serves, and what became of the newest. Safe for any thread. */
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
     * Looks at the folder, and compiles and starts what it holds if that is not what it held before. Whoever asks
     * meanwhile waits.
     *
     * @return the new version, or nothing if there is none
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

    /** The last version that works; nothing if none did yet. */
    Optional<Version.Working> serving() {
        return Optional.ofNullable(snapshot.serving());
    }

    /** What the folder's present state made. */
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

    /** One look at the folder, and what came of it. */
    private record Snapshot(FunctionFolder.@Nullable State state, Version.@Nullable Working serving, Version newest) {}
}
