package faas.runtime.compile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/**
 * The step of an image's build that makes a jar of a folder's sources.
 *
 * <p>The folder then holds {@code function.jar} and, where only one class has a main method, its name in
 * {@code main-class}. What the compiler says goes to standard error; if it refuses, the exit code is 1.
 */
public final class CompileFunction {

    /** A jar's times begin in 1980; equal sources shall make an equal jar. */
    private static final long FIRST_OF_JANUARY_1980_SECONDS = 315_532_800L;

    private CompileFunction() {}

    public static void main(String[] arguments) throws IOException {
        var folder = new FunctionFolder(Path.of(arguments[0]));
        var compilation = FunctionCompiler.ofThisJava(System.getProperty("java.class.path"))
                .compile(folder);
        System.err.print(compilation.messages());
        switch (compilation) {
            case Compilation.Compiled compiled -> write(compiled, folder.path());
            case Compilation.Refused _ -> System.exit(1);
        }
    }

    private static void write(Compilation.Compiled compiled, Path folder) throws IOException {
        try (var jar = new JarOutputStream(Files.newOutputStream(folder.resolve("function.jar")))) {
            for (Map.Entry<String, byte[]> type : new TreeMap<>(compiled.classes()).entrySet()) {
                var entry = new JarEntry(type.getKey().replace('.', '/') + ".class");
                entry.setTime(FIRST_OF_JANUARY_1980_SECONDS * 1000);
                jar.putNextEntry(entry);
                jar.write(type.getValue());
            }
        }
        if (compiled.mains().size() == 1) {
            Files.write(folder.resolve("main-class"), List.of(compiled.mains().getFirst()));
            return;
        }
        System.err.printf(
                "Several classes have a main method: name the one to start, as in CMD [\"%s\"].%n",
                compiled.mains().getFirst());
    }
}
