package faas.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of the project, for tests of what the documents say about the code. */
public final class ProjectFiles {
    private ProjectFiles() {}

    /** The text of a file, by its path below the project's folder. */
    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
