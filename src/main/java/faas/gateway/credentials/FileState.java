package faas.gateway.credentials;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The state of files, to find out whether they have changed: of each its time of modification, its size and its real path. A file
 * that is missing has a state, too.
 *
 * @param text equal for equal states
 */
public record FileState(String text) {
    public static FileState of(Path... files) {
        StringBuilder text = new StringBuilder();
        for (Path file : files) {
            text.append(of(file)).append('\n');
        }
        return new FileState(text.toString());
    }

    private static String of(Path file) {
        try {
            return Files.getLastModifiedTime(file) + " " + Files.size(file) + " " + file.toRealPath();
        } catch (IOException e) {
            return "missing";
        }
    }
}
