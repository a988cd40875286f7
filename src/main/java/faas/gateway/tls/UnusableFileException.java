package faas.gateway.tls;

import java.nio.file.Path;

/** A file of certificates or keys cannot be used; the message says which one, why, and what to do. */
public final class UnusableFileException extends Exception {
    private static final long serialVersionUID = 1;

    public UnusableFileException(Path file, String why) {
        super(file + " cannot be used: " + why);
    }

    public UnusableFileException(Path file, String why, Throwable cause) {
        super(file + " cannot be used: " + why, cause);
    }
}
