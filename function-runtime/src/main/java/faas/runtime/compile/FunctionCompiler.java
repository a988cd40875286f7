package faas.runtime.compile;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Compiles the sources of a function in this process, with parameter names, for the running JDK. */
public final class FunctionCompiler {

    private final JavaCompiler javac;
    private final String runtimeClassPath;

    private FunctionCompiler(JavaCompiler javac, String runtimeClassPath) {
        this.javac = javac;
        this.runtimeClassPath = runtimeClassPath;
    }

    /**
     * The compiler of the running JDK.
     *
     * @param runtimeClassPath the jar of the function runtime
     */
    public static FunctionCompiler ofThisJava(String runtimeClassPath) {
        @SuppressWarnings("NullAway") // undeclared by the JDK: null without the module jdk.compiler
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        if (javac == null) {
            throw new IllegalStateException("this Java has no jdk.compiler module: use a JDK, or the image faas/java");
        }
        return new FunctionCompiler(javac, runtimeClassPath);
    }

    public Compilation compile(FunctionFolder folder) throws IOException {
        List<Path> sources = folder.sources();
        if (sources.isEmpty()) {
            return new Compilation.Refused("There is no .java file directly in %s.\n".formatted(folder.path()));
        }
        var messages = new StringWriter();
        try (var files = new ClassesInMemory(javac.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8))) {
            var units = files.sources(sources);
            boolean compiled = javac.getTask(messages, files, null, options(folder), null, units)
                    .call();
            return compiled
                    ? compiled(files.classes(), messages.toString())
                    : new Compilation.Refused(messages.toString());
        }
    }

    private List<String> options(FunctionFolder folder) throws IOException {
        String classPath = Stream.concat(
                        Stream.of(runtimeClassPath), folder.jars().stream().map(Path::toString))
                .collect(Collectors.joining(java.io.File.pathSeparator));
        return List.of("-parameters", "-g", "-proc:none", "-encoding", "UTF-8", "-Xlint:deprecation", "-cp", classPath);
    }

    private static Compilation compiled(Map<String, byte[]> classes, String messages) {
        List<String> mains = classes.entrySet().stream()
                .filter(entry -> MainMethod.isIn(entry.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        if (mains.isEmpty()) {
            return new Compilation.Refused(
                    messages + "No class has a main method: add void main() { Function.run(…); }\n");
        }
        return new Compilation.Compiled(classes, mains, messages);
    }
}
