package faas.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that a test makes for the gateway to read, such as those of the operator's login. */
public final class TestFiles {
    private TestFiles() {}

    /** Writes a file in a folder of the test, and returns its path, as a setting names it. */
    public static String write(Path folder, String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
