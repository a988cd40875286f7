package faas.runtime.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompileFunctionTest {

    private static final String FUNCTION = "void main() { faas.Function.run(List.of(), () -> 1, \":8080\"); }";

    @TempDir
    Path folder;

    @Test
    void a_compact_source_file_becomes_a_jar_and_its_main_class_is_noted() throws IOException {
        Files.writeString(folder.resolve("One.java"), FUNCTION);

        CompileFunction.main(new String[] {folder.toString()});

        assertEquals("One\n", Files.readString(folder.resolve("main-class")));
        try (var jar = new JarFile(folder.resolve("function.jar").toFile())) {
            assertEquals(
                    List.of("One.class"), jar.stream().map(Object::toString).toList());
        }
    }

    @Test
    void the_same_sources_make_the_same_jar() throws IOException {
        Files.writeString(folder.resolve("One.java"), FUNCTION);
        Files.writeString(folder.resolve("Two.java"), "record Two(int a) {}");

        CompileFunction.main(new String[] {folder.toString()});
        byte[] first = Files.readAllBytes(folder.resolve("function.jar"));
        Files.delete(folder.resolve("function.jar"));
        CompileFunction.main(new String[] {folder.toString()});

        assertArrayEquals(first, Files.readAllBytes(folder.resolve("function.jar")));
    }

    @Test
    void with_several_main_methods_none_is_chosen() throws IOException {
        Files.writeString(folder.resolve("One.java"), FUNCTION);
        Files.writeString(folder.resolve("Two.java"), FUNCTION);

        CompileFunction.main(new String[] {folder.toString()});

        assertTrue(Files.exists(folder.resolve("function.jar")));
        assertFalse(Files.exists(folder.resolve("main-class")));
    }

    @Test
    void the_names_of_parameters_are_kept() throws Exception {
        Files.writeString(folder.resolve("One.java"), FUNCTION + " int twice(int number) { return 2 * number; }");

        var compiled = assertInstanceOf(Compilation.Compiled.class, compile());

        var type = new ClassLoader() {
            Class<?> define(byte[] bytes) {
                return defineClass("One", bytes, 0, bytes.length);
            }
        }.define(Objects.requireNonNull(compiled.classes().get("One")));
        assertEquals(
                "number",
                type.getDeclaredMethod("twice", int.class).getParameters()[0].getName());
    }

    @Test
    void an_error_is_reported_in_the_words_of_the_compiler() throws IOException {
        Files.writeString(folder.resolve("One.java"), "void main() {\n    int a = \"text\";\n}\n");

        var refused = assertInstanceOf(Compilation.Refused.class, compile());

        assertEquals("""
                %s:2: error: incompatible types: String cannot be converted to int
                    int a = "text";
                            ^
                1 error
                """.formatted(folder.resolve("One.java")), refused.messages());
    }

    @Test
    void sources_without_a_main_are_refused() throws IOException {
        Files.writeString(folder.resolve("One.java"), "class One {}");

        var refused = assertInstanceOf(Compilation.Refused.class, compile());

        assertEquals("No class has a main method: add void main() { Function.run(…); }\n", refused.messages());
    }

    private Compilation compile() throws IOException {
        return FunctionCompiler.ofThisJava(System.getProperty("java.class.path"))
                .compile(new FunctionFolder(folder));
    }
}
