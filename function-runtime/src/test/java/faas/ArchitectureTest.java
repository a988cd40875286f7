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

    /** Which rooms each room knows. Only the door knows them all. */
    private static final Map<String, String[]> KNOWS = Map.of(
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

    /** Classes with a main method of their own, beside that of a function. */
    private static final String STARTED_BY_THEMSELVES = "CompileFunction|Dev|WarmUp";

    /** What is there for development, for tests and for people who ask: it may take its time. */
    private static final String AWAY_FROM_CALLS = "faas\\.(FunctionInfo|DirectCall|runtime\\.(compile|dev)\\..*)";

    private static final int MOST_LINES = 300;

    private final JavaClasses runtime = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("faas");

    @Test
    void a_room_knows_only_the_rooms_it_may() {
        KNOWS.forEach((room, known) -> {
            var others = KNOWS.keySet().stream()
                    .filter(other -> !other.equals(room))
                    .filter(other -> !List.of(known).contains(other))
                    .map(other -> "faas.runtime." + other)
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage("faas.runtime." + room)
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
    void every_room_is_in_the_plan_and_none_is_in_a_circle() {
        classes()
                .should()
                .resideInAnyPackage(
                        // The warm-up is a function, and so before the door.
                        Stream.concat(
                                        Stream.of("faas", "faas.runtime.warmup"),
                                        KNOWS.keySet().stream().map("faas.runtime."::concat))
                                .toArray(String[]::new))
                .check(runtime);
        slices().matching("faas.(**)").should().beFreeOfCycles().check(runtime);
    }

    @Test
    void only_the_server_knows_undertow() {
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
                .haveNameNotMatching(".*\\.(Launch|" + STARTED_BY_THEMSELVES + ")")
                .should()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .check(runtime);
    }

    @Test
    void nothing_blocks_on_a_stream_of_undertows() {
        noClasses()
                .should()
                .callMethod("io.undertow.server.HttpServerExchange", "startBlocking")
                .orShould()
                .callMethod("io.undertow.server.HttpServerExchange", "getInputStream")
                .check(runtime);
    }

    @Test
    void nothing_that_a_first_call_meets_switches_on_patterns() throws IOException {
        for (JavaClass type : runtime) {
            if (type.getName().matches(AWAY_FROM_CALLS)) {
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
                            + " has a pattern switch, which no cache holds: use instanceof (docs/decisions/0008)");
        }
    }

    @Test
    void a_file_can_be_read_at_once() throws IOException {
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
    void every_package_says_that_null_is_said() {
        runtime.stream()
                .map(type -> type.getPackageName())
                .distinct()
                .forEach(name -> assertTrue(
                        runtime.getPackage(name).isAnnotatedWith(NullMarked.class), name + " is not @NullMarked"));
    }
}
