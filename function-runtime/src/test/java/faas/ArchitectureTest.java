package faas;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    /** The packages that each package depends on. Only the public package depends on all of them. */
    private static final Map<String, String[]> DEPENDENCIES = Map.of(
            "response",
            new String[] {},
            "json",
            new String[] {},
            "config",
            new String[] {},
            "signature",
            new String[] {},
            "log",
            new String[] {"response"},
            "binding",
            new String[] {"response", "json", "signature"},
            "server",
            new String[] {"response", "config", "log"},
            "compile",
            new String[] {},
            "dev",
            new String[] {"response", "config", "log", "server", "compile"});

    /** Classes with their own main method. */
    private static final String WITH_MAIN_METHOD = "CompileFunction|Dev|WarmUp";

    /** Classes for development, tests and descriptions, which may be slow to load. */
    private static final String OUTSIDE_CALLS = "faas\\.(FunctionInfo|DirectCall|runtime\\.(compile|dev)\\..*)";

    private static final int MOST_LINES = 300;

    private final JavaClasses runtime = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("faas");

    @Test
    void a_package_depends_only_on_those_it_may() {
        DEPENDENCIES.forEach((name, dependencies) -> {
            var others = DEPENDENCIES.keySet().stream()
                    .filter(other -> !other.equals(name))
                    .filter(other -> !List.of(dependencies).contains(other))
                    .map(other -> "faas.runtime." + other)
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage("faas.runtime." + name)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .orShould()
                    .dependOnClassesThat()
                    .resideInAPackage("faas")
                    .check(runtime);
        });
    }

    @Test
    void every_package_is_listed_and_none_is_in_a_cycle() {
        classes()
                .should()
                .resideInAnyPackage(
                        // The warm-up is a function, which uses the public package.
                        Stream.concat(
                                        Stream.of("faas", "faas.runtime.warmup"),
                                        DEPENDENCIES.keySet().stream().map("faas.runtime."::concat))
                                .toArray(String[]::new))
                .check(runtime);
        slices().matching("faas.(**)").should().beFreeOfCycles().check(runtime);
    }

    @Test
    void only_the_server_depends_on_undertow() {
        noClasses()
                .that()
                .resideOutsideOfPackage("faas.runtime.server")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.undertow..", "org.xnio..")
                .check(runtime);
    }

    @Test
    void only_the_launch_reads_the_environment_and_ends_the_process() {
        noClasses()
                .that()
                .haveNameNotMatching(".*\\.(Launch|" + WITH_MAIN_METHOD + ")")
                .should()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .check(runtime);
    }

    @Test
    void nothing_blocks_on_a_stream_of_undertow() {
        noClasses()
                .should()
                .callMethod("io.undertow.server.HttpServerExchange", "startBlocking")
                .orShould()
                .callMethod("io.undertow.server.HttpServerExchange", "getInputStream")
                .check(runtime);
    }

    @Test
    void no_class_that_a_first_call_loads_has_a_pattern_switch() throws IOException {
        for (JavaClass type : runtime) {
            if (type.getName().matches(OUTSIDE_CALLS)) {
                continue;
            }
            byte[] bytes =
                    Files.readAllBytes(Path.of(type.getSource().orElseThrow().getUri()));
            var bootstraps = ClassFile.of().parse(bytes).findAttribute(Attributes.bootstrapMethods());
            assertTrue(
                    bootstraps.stream()
                            .flatMap(all -> all.bootstrapMethods().stream())
                            .map(one ->
                                    one.bootstrapMethod().reference().owner().asInternalName())
                            .noneMatch("java/lang/runtime/SwitchBootstraps"::equals),
                    type.getName()
                            + " has a pattern switch, which the cache cannot contain: use instanceof (docs/decisions/0008)");
        }
    }

    @Test
    void no_file_is_too_long() throws IOException {
        try (var files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                long lines;
                try (var text = Files.lines(file)) {
                    lines = text.count();
                }
                assertTrue(lines <= MOST_LINES, file + " has " + lines + " lines");
            }
        }
    }

    @Test
    void there_is_no_mutable_static() {
        fields().that().areStatic().should().beFinal().check(runtime);
    }

    @Test
    void every_package_is_null_marked() {
        runtime.stream()
                .map(type -> type.getPackageName())
                .distinct()
                .forEach(name -> assertTrue(
                        runtime.getPackage(name).isAnnotatedWith(NullMarked.class), name + " is not @NullMarked"));
    }
}
