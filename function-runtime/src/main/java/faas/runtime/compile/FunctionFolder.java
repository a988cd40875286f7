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
 * An author's folder: the sources that lie directly in it, and jars beside them, in {@code lib} or where Maven puts them.
 *
 * <p>Folders in it are left alone, so that tests and a build's leftovers may lie there.
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

    /** How the folder stands: equal to an earlier one as long as no file of it was changed, added or removed. */
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
