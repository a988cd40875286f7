package faas.gateway.http.tls.certificate;

import faas.gateway.credentials.FileState;
import faas.gateway.tls.UnusableFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that are loaded again after they have changed. Several of them are not replaced at the same instant, so they are loaded
 * once two checks agree. What cannot be used is logged once. Used by one thread at a time.
 */
public final class WatchedFiles {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedFiles.class);

    /** Loads the files. */
    public interface Loader {
        void load() throws UnusableFileException, GeneralSecurityException;
    }

    private final String what;
    private final Path[] files;
    private final Loader loader;
    private FileState loaded;
    private FileState lastSeen;

    /**
     * @param what they contain, for the log
     * @param loaded their state before they were loaded for the first time
     */
    public WatchedFiles(String what, List<Path> files, FileState loaded, Loader loader) {
        this.what = what;
        this.files = files.toArray(Path[]::new);
        this.loader = loader;
        this.loaded = loaded;
        this.lastSeen = loaded;
    }

    /** Loads them if they have changed. */
    public void check() {
        FileState now = FileState.of(files);
        boolean stable = now.equals(lastSeen);
        lastSeen = now;
        if (!stable || now.equals(loaded)) {
            return;
        }
        loaded = now;
        try {
            loader.load();
        } catch (UnusableFileException | GeneralSecurityException e) {
            LOG.warn("{} changed, but cannot be used, and the last one stays in use: {}", what, e.getMessage());
        }
    }
}
