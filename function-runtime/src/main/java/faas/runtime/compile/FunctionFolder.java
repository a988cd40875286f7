package faas.runtime.compile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of a function: the sources directly in it, and jars beside them, in {@code lib} or in {@code target/lib}.
 *
 * <p>Other folders in it are ignored, such as tests and build output.
 */
public record FunctionFolder(Path path) {

    private static final List<String> JAR_FOLDERS = List.of("", "lib", "target/lib");

    public List<Path> sources() throws IOException {
        return files(path, ".java");
    }

    /** In an order that does not depend on the file system. */
    public List<Path> jars() throws IOException {
        List<Path> jars = new ArrayList<>();
        for (String folder : JAR_FOLDERS) {
            jars.addAll(files(path.resolve(folder), ".jar"));
        }
        return jars;
    }

    /** The state of the files. It equals an earlier state unless a file was changed, added or removed. */
    public State state() throws IOException {
        List<State.Stamp> stamps = new ArrayList<>();
        for (Path file : Stream.concat(sources().stream(), jars().stream()).toList()) {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            stamps.add(new State.Stamp(file, attributes.lastModifiedTime(), attributes.size()));
        }
        return new State(stamps);
    }

    private static List<Path> files(Path folder, String suffix) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.getFileName().toString().endsWith(suffix))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    public record State(List<Stamp> stamps) {

        public State {
            stamps = List.copyOf(stamps);
        }

        record Stamp(Path file, FileTime changed, long bytes) {}
    }
}
