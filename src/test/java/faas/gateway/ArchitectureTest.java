package faas.gateway;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests what {@code docs/architecture.md} says about the packages. */
@AnalyzeClasses(packages = "faas.gateway", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final int MAX_FILE_LINES = 300;
    private static final int MAX_METHOD_LINES = 60;
    private static final int MAX_CHANGING_FIELDS = 8;
    private static final Path SOURCES = Path.of("src/main/java/faas/gateway");

    /** The packages that each package may depend on. The root package may depend on all. */
    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            entry("function", Set.of()),
            entry("metrics", Set.of()),
            entry("tls", Set.of()),
            entry("credentials", Set.of()),
            entry("log", Set.of()),
            entry("trace", Set.of("http1", "metrics", "config")),
            entry("config", Set.of("function")),
            entry("discovery", Set.of("function", "metrics", "tls")),
            entry("routing", Set.of("function")),
            entry("io", Set.of()),
            entry("http1", Set.of()),
            entry("taskclient", Set.of("http1", "io")),
            entry("proxy", Set.of("trace", "taskclient", "http1", "io", "routing", "function", "metrics")),
            entry(
                    "http",
                    Set.of(
                            "log",
                            "trace",
                            "proxy",
                            "http1",
                            "io",
                            "function",
                            "metrics",
                            "config",
                            "tls",
                            "credentials")),
            entry("access", Set.of("proxy", "http1", "routing", "function", "credentials", "config", "metrics")),
            entry("admin", Set.of("proxy", "http1", "io", "routing", "function", "metrics", "credentials")));

    @ArchTest
    static final ArchRule the_packages_form_no_circle =
            slices().matching("faas.gateway.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule docker_is_known_by_one_package_only =
            onlyIn("com.github.dockerjava..", "faas.gateway.discovery.docker");

    @ArchTest
    static final ArchRule caffeine_is_known_by_routing_only =
            onlyIn("com.github.benmanes.caffeine..", "faas.gateway.routing");

    @ArchTest
    static final ArchRule connections_are_made_by_taskclient_only = noClasses()
            .that()
            .resideOutsideOfPackage("faas.gateway.taskclient")
            .should()
            .callMethodWhere(target(nameMatching("open.*Connection")).and(target(owner(name("org.xnio.XnioIoThread")))))
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("io.undertow.client..");

    @ArchTest
    static final ArchRule undertows_server_is_not_used = noClasses()
            .should()
            .dependOnClassesThat()
            .haveNameMatching("io\\.undertow\\.(Undertow|server\\.(Http|protocol).*)");

    @ArchTest
    static final ArchRule dropwizard_is_known_by_metrics_only =
            onlyIn("com.codahale.metrics..", "faas.gateway.metrics");

    @ArchTest
    static final ArchRule prometheus_is_known_by_metrics_only = onlyIn("io.prometheus..", "faas.gateway.metrics");

    @ArchTest
    static final ArchRule bcrypt_is_known_by_passwords_only = onlyIn("at.favre.lib..", "faas.gateway.access.password");

    @ArchTest
    static final ArchRule jose_is_known_by_tokens_only = onlyIn("com.nimbusds..", "faas.gateway.access.token");

    @ArchTest
    static final ArchRule json_is_known_only_where_it_is_read_or_written = onlyIn(
            "com.google.gson..",
            "faas.gateway.discovery.docker",
            "faas.gateway.discovery.swarm",
            "faas.gateway.http..",
            "faas.gateway.admin..",
            "faas.gateway.trace");

    @ArchTest
    static final ArchRule the_environment_is_known_by_the_root_only = noClasses()
            .that()
            .resideOutsideOfPackage("faas.gateway")
            .should()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getenv", String.class);

    @ArchTest
    static final ArchRule values_are_records_enums_or_sealed = classes()
            .that()
            .resideInAPackage("faas.gateway.function")
            .and()
            .haveSimpleNameNotEndingWith("package-info")
            .should(beAValue());

    @ArchTest
    static final ArchRule no_state_is_static =
            fields().that().areStatic().should().beFinal();

    @ArchTest
    static final ArchRule time_and_randomness_come_through_constructors = noClasses()
            .that()
            .resideOutsideOfPackage("faas.gateway")
            .should(callMethod(System.class, "nanoTime")
                    .or(callMethod(System.class, "currentTimeMillis"))
                    .or(callMethod(Thread.class, "sleep", long.class))
                    .or(callMethod(Thread.class, "sleep", java.time.Duration.class))
                    .or(callMethod(java.time.Instant.class, "now"))
                    .or(callMethod(Math.class, "random")))
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(ThreadLocal.class, java.util.concurrent.ThreadLocalRandom.class);

    @ArchTest
    static final ArchRule names_say_what_a_thing_is =
            noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)");

    @ArchTest
    static void every_package_knows_only_those_it_may(JavaClasses all) {
        assertEquals(packages(), ARROWS.keySet(), "packages, and those in ARROWS");
        ARROWS.forEach((packageName, known) -> {
            String[] allowed = Stream.concat(Stream.of(packageName), known.stream())
                    .map(name -> "faas.gateway." + name + "..")
                    .toArray(String[]::new);
            classes()
                    .that()
                    .resideInAPackage("faas.gateway." + packageName + "..")
                    .should()
                    .onlyDependOnClassesThat(resideInAnyPackage(allowed)
                            .or(resideInAPackage("faas.gateway..").negate()))
                    .check(all);
        });
    }

    /** A class with more state is more than one state machine. */
    @ArchTest
    static void no_class_has_many_fields_that_change(JavaClasses all) {
        List<String> tooMany = new ArrayList<>();
        for (JavaClass type : all) {
            long changing = type.getFields().stream()
                    .map(JavaField::getModifiers)
                    .filter(modifiers ->
                            !modifiers.contains(JavaModifier.STATIC) && !modifiers.contains(JavaModifier.FINAL))
                    .count();
            if (changing > MAX_CHANGING_FIELDS) {
                tooMany.add(type.getName() + ": " + changing + " fields");
            }
        }
        assertEquals(List.of(), tooMany);
    }

    @Test
    void every_package_says_in_one_sentence_what_it_is_and_what_it_must_not() throws IOException {
        for (String packageName : packages()) {
            String text = Files.readString(SOURCES.resolve(packageName).resolve("package-info.java"));
            assertEquals(true, text.contains("@NullMarked") && text.contains("must not"), packageName);
        }
    }

    @Test
    void files_and_methods_are_short() throws IOException {
        List<String> tooLong = new ArrayList<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                List<String> lines = Files.readAllLines(file);
                if (lines.size() > MAX_FILE_LINES) {
                    tooLong.add(file + ": " + lines.size() + " lines");
                }
                longMethods(file, lines, tooLong);
            }
        }
        assertEquals(List.of(), tooLong);
    }

    /**
     * A method begins at an indented line with a parameter list and an opening brace, and ends at the same indentation.
     */
    private static void longMethods(Path file, List<String> lines, List<String> tooLong) {
        Pattern head = Pattern.compile("( {4}| {8})(?!return )[^ *@/].*\\).* \\{");
        for (int start = 0; start < lines.size(); start++) {
            if (!head.matcher(lines.get(start)).matches()) {
                continue;
            }
            String end = " ".repeat(lines.get(start).startsWith("        ") ? 8 : 4) + "}";
            int length = lines.subList(start, lines.size()).indexOf(end);
            if (length > MAX_METHOD_LINES) {
                tooLong.add(file + ":" + (start + 1) + ": " + length + " lines");
            }
        }
    }

    private static Set<String> packages() {
        try (Stream<Path> files = Files.list(SOURCES)) {
            return Set.copyOf(files.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .toList());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static ArchRule onlyIn(String library, String... packages) {
        return noClasses()
                .that(resideInAnyPackage(packages).negate())
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library);
    }

    private static ArchCondition<JavaClass> beAValue() {
        return new ArchCondition<>("be a record, an enum or a sealed interface") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean sealed = type.isInterface() && type.reflect().isSealed();
                if (!type.isRecord()
                        && !type.isEnum()
                        && !sealed
                        && !type.getModifiers().contains(JavaModifier.SYNTHETIC)) {
                    events.add(SimpleConditionEvent.violated(type, type.getName() + " is none of these"));
                }
            }
        };
    }
}
