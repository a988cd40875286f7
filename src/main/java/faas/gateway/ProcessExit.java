package faas.gateway;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Ends the process with code 0.
 *
 * <p>{@link Runtime#halt} waits 300 ms for threads in native code, and the JDK's own thread that polls the sockets of virtual
 * threads is always there. Swarm starts the next gateway only after this one has ended, and meanwhile nobody accepts connections.
 * So the process calls {@code _exit} of the system's C library, if {@value #AT_ONCE} is true.
 */
final class ProcessExit {
    /** Set by the image's start script. A JVM that has something to write when it ends, such as a class cache, must run without it. */
    private static final String AT_ONCE = "faas.gateway.exitAtOnce";

    private final Optional<MethodHandle> exit;

    private ProcessExit(Optional<MethodHandle> exit) {
        this.exit = exit;
    }

    /** Looks the function up, which takes longer than to call it. */
    static ProcessExit prepare() {
        return new ProcessExit(find());
    }

    /** The function takes an {@code int}, and does not return; empty if there is none, or the JVM denies its use. */
    @SuppressWarnings("restricted")
    static Optional<MethodHandle> find() {
        try {
            Linker linker = Linker.nativeLinker();
            return linker.defaultLookup()
                    .find("_exit")
                    .map(address -> linker.downcallHandle(address, FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT)));
        } catch (UnsupportedOperationException | IllegalCallerException e) {
            return Optional.empty();
        }
    }

    /** Does not return. */
    void exit() {
        if (exit.isPresent() && Boolean.getBoolean(AT_ONCE)) {
            try {
                exit.get().invokeExact(0);
            } catch (Throwable e) {
                throw new AssertionError("a function of the C library has thrown", e);
            }
        }
        Runtime.getRuntime().halt(0);
    }
}
