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
 * The build step of an image that compiles the sources in a folder to a jar.
 *
 * <p>It writes {@code function.jar} and, if exactly one class has a main method, the name of that class to
 * {@code main-class}. Compiler output goes to standard error. The exit code is 1 if compilation fails.
 */
public final class CompileFunction {

    /** The earliest time in a jar. It is fixed so that equal sources make equal jars. */
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
