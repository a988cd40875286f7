package faas.runtime.compile;

import java.util.List;
import java.util.Map;

/** What came of compiling: classes, or why there are none. Both with what the compiler had to say. */
public sealed interface Compilation {

    /** Empty, or the compiler's own lines. */
    String messages();

    /**
     * It compiled.
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
