package faas.gateway;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests the dependencies of packages within a package, and those of the files of a package. */
@AnalyzeClasses(packages = "faas.gateway", importOptions = DoNotIncludeTests.class)
class InnerArchitectureTest {
    private static final String BASE = "faas.gateway";
    private static final Path SOURCES = Path.of("src/main/java/faas/gateway");
    private static final int MAX_FILES = 13;

    /** Exactly the packages that each package depends on, for packages with inner packages. */
    private static final Map<String, Set<String>> INNER_ARROWS = Map.ofEntries(
            entry("discovery.docker", Set.of("function", "tls")),
            entry("discovery.swarm", Set.of("discovery.docker", "function")),
            entry("discovery.schedule", Set.of()),
            entry("discovery.eligibility", Set.of("discovery.swarm", "function")),
            entry("discovery.report", Set.of("discovery.eligibility", "discovery.swarm", "function")),
            entry(
                    "discovery",
                    Set.of(
                            "discovery.docker",
                            "discovery.swarm",
                            "discovery.schedule",
                            "discovery.eligibility",
                            "discovery.report",
                            "function",
                            "metrics")),
            entry("access.check", Set.of()),
            entry(
                    "access.password",
                    Set.of(
                            "access.check",
                            "access.secret",
                            "credentials",
                            "function",
                            "http1",
                            "metrics",
                            "proxy",
                            "proxy.call")),
            entry(
                    "access.token",
                    Set.of(
                            "access.check",
                            "access.secret",
                            "config",
                            "credentials",
                            "function",
                            "http1",
                            "metrics",
                            "proxy",
                            "proxy.call")),
            entry("access.certificate", Set.of("function", "http1", "proxy", "proxy.call")),
            entry("access.forward", Set.of("access.check", "config", "credentials", "http1", "proxy", "proxy.call")),
            entry("access.secret", Set.of("credentials", "http1", "proxy", "proxy.call")),
            entry("access.proof", Set.of("access.secret", "credentials", "function", "http1", "proxy", "proxy.call")),
            entry(
                    "access",
                    Set.of(
                            "access.check",
                            "access.secret",
                            "access.proof",
                            "access.password",
                            "access.token",
                            "access.certificate",
                            "access.forward",
                            "config",
                            "credentials",
                            "metrics",
                            "function",
                            "http1",
                            "proxy",
                            "proxy.call",
                            "routing")),
            entry("admin.page", Set.of("http1")),
            entry("admin.access", Set.of("admin.page", "credentials")),
            entry("admin.status", Set.of("admin.page", "routing", "function", "metrics")),
            entry("admin.ui", Set.of("admin.page", "admin.status", "routing", "function", "metrics", "http1")),
            entry("admin.calls", Set.of("admin.page", "proxy.call", "routing", "function")),
            entry("admin.trial", Set.of("admin.calls", "admin.page", "routing", "function", "http1")),
            entry("admin.openfaas", Set.of("admin.page", "function")),
            entry(
                    "admin",
                    Set.of(
                            "admin.page",
                            "admin.access",
                            "admin.status",
                            "admin.openfaas",
                            "proxy.call",
                            "http1",
                            "io")),
            entry(
                    "http.reply",
                    Set.of(
                            "http.tls",
                            "log",
                            "trace",
                            "proxy",
                            "proxy.call",
                            "http1",
                            "io",
                            "function",
                            "metrics",
                            "config")),
            entry("http.h1", Set.of("http.reply", "http.tls", "proxy.call", "http1", "io", "config")),
            entry("http.h2.hpack", Set.of("http1")),
            entry("http.h2.frame", Set.of("io")),
            entry(
                    "http.h2",
                    Set.of(
                            "http.h2.hpack",
                            "http.h2.frame",
                            "http.reply",
                            "http.tls",
                            "proxy.call",
                            "http1",
                            "io",
                            "config")),
            entry("http.tls.certificate", Set.of("tls", "credentials", "function")),
            entry("http.tls", Set.of("http.tls.certificate", "config", "io", "tls", "credentials", "function")),
            entry("http.listen", Set.of("http.tls", "http.h1", "http.h2", "http.reply", "io", "config")),
            entry(
                    "http",
                    Set.of("http.listen", "http.reply", "proxy", "proxy.call", "http1", "io", "function", "config")),
            entry("proxy.call", Set.of("trace", "function", "io", "http1")),
            entry("proxy.flow", Set.of("proxy.call", "routing", "function", "metrics")),
            entry("proxy.pool", Set.of("proxy.call", "routing", "function", "io", "http1", "taskclient")),
            entry(
                    "proxy.relay",
                    Set.of(
                            "trace",
                            "proxy.call",
                            "proxy.flow",
                            "proxy.pool",
                            "routing",
                            "function",
                            "io",
                            "http1",
                            "taskclient")),
            entry(
                    "proxy",
                    Set.of(
                            "trace",
                            "function",
                            "proxy.call",
                            "proxy.flow",
                            "proxy.pool",
                            "proxy.relay",
                            "routing",
                            "io",
                            "http1",
                            "metrics")));

    /** Packages with inner packages. */
    private static final List<String> OUTER_PACKAGES = List.of("access", "admin", "discovery", "http", "proxy");

    /**
     * Packages whose files may form a circle: a connection with its exchanges and responses, and a sealed interface that names its
     * parts.
     */
    private static final Set<String> PACKAGES_WITH_CIRCLES_OF_FILES = Set.of("", "http.h1", "http.h2", "proxy.call");

    @ArchTest
    static void every_inner_package_knows_those_it_should_and_no_others(JavaClasses all) {
        INNER_ARROWS.forEach(
                (packageName, known) -> assertEquals(known, packagesKnownBy(packageName, all), packageName));
    }

    @ArchTest
    static void every_package_with_inner_packages_lists_them_all(JavaClasses all) {
        for (String outer : OUTER_PACKAGES) {
            Set<String> inside = all.stream()
                    .map(InnerArchitectureTest::packageOf)
                    .filter(name -> name.equals(outer) || name.startsWith(outer + "."))
                    .collect(Collectors.toSet());
            assertEquals(
                    inside,
                    INNER_ARROWS.keySet().stream()
                            .filter(name -> name.equals(outer) || name.startsWith(outer + "."))
                            .collect(Collectors.toSet()));
        }
    }

    @ArchTest
    static void the_packages_form_no_circle(JavaClasses all) {
        slices().assignedFrom(sliceBy("package", type -> !packageOf(type).isEmpty(), InnerArchitectureTest::packageOf))
                .should()
                .beFreeOfCycles()
                .check(all);
    }

    @ArchTest
    static void the_files_of_a_package_form_no_circle(JavaClasses all) {
        Set<String> packages =
                all.stream().map(InnerArchitectureTest::packageOf).collect(Collectors.toSet());
        packages.removeAll(PACKAGES_WITH_CIRCLES_OF_FILES);
        assertTrue(packages.contains("io") && packages.size() > 20, packages.toString());
        for (String packageName : packages) {
            slices().assignedFrom(
                            sliceBy("file", type -> packageOf(type).equals(packageName), InnerArchitectureTest::fileOf))
                    .should()
                    .beFreeOfCycles()
                    .check(all);
        }
    }

    @Test
    void every_inner_package_says_in_one_sentence_what_it_is_and_what_it_must_not() throws IOException {
        for (String packageName : INNER_ARROWS.keySet()) {
            String text = Files.readString(folder(packageName).resolve("package-info.java"));
            assertEquals(true, text.contains("@NullMarked") && text.contains("must not"), packageName);
        }
    }

    @Test
    void every_inner_package_has_about_a_dozen_files_at_most() throws IOException {
        for (String packageName : INNER_ARROWS.keySet()) {
            try (Stream<Path> files = Files.list(folder(packageName))) {
                assertEquals(true, files.filter(Files::isRegularFile).count() <= MAX_FILES, packageName);
            }
        }
    }

    private static Path folder(String packageName) {
        return SOURCES.resolve(packageName.replace('.', '/'));
    }

    /** The other packages of the gateway that a package depends on. */
    private static Set<String> packagesKnownBy(String packageName, JavaClasses all) {
        return all.stream()
                .filter(type -> packageOf(type).equals(packageName))
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                .filter(type -> type.getPackageName().startsWith(BASE))
                .map(InnerArchitectureTest::packageOf)
                .filter(other -> !other.equals(packageName))
                .collect(Collectors.toSet());
    }

    /** The name of a class's package without the base package; empty for the base package itself. */
    private static String packageOf(JavaClass type) {
        String name = type.getPackageName();
        return name.startsWith(BASE + ".") ? name.substring(BASE.length() + 1) : "";
    }

    /** The name of the top-level class a class is part of. */
    private static String fileOf(JavaClass type) {
        return type.getName().split("\\$", 2)[0];
    }

    private static SliceAssignment sliceBy(
            String what, Predicate<JavaClass> included, Function<JavaClass, String> slice) {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                return included.test(type) ? SliceIdentifier.of(slice.apply(type)) : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return what;
            }
        };
    }
}
