package faas.runtime.compile;

import java.util.List;
import java.util.Map;

/** The result of compiling: classes, or an error. Both have the messages of the compiler. */
public sealed interface Compilation {

    /** The compiler's output; may be empty. */
    String messages();

    /**
     * Successful compilation.
     *
     * @param classes class files by binary name
     * @param mains the classes with a main method, in alphabetical order
     */
    record Compiled(Map<String, byte[]> classes, List<String> mains, String messages) implements Compilation {

        public Compiled {
            classes = Map.copyOf(classes);
            mains = List.copyOf(mains);
        }
    }

    record Refused(String messages) implements Compilation {}
}
