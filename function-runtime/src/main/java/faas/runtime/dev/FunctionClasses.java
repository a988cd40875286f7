package faas.runtime.dev;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Loads the classes of one version, and the jars beside it.
 *
 * <p>It is never closed, since calls of an old version may still be running when the next one serves. It is garbage
 * when the last of them has completed.
 */
final class FunctionClasses extends URLClassLoader {

    private final Map<String, byte[]> classes;

    FunctionClasses(Map<String, byte[]> classes, List<Path> jars, ClassLoader runtime) {
        super(jars.stream().map(FunctionClasses::url).toArray(URL[]::new), runtime);
        this.classes = Map.copyOf(classes);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = classes.get(name);
        return bytes == null ? super.findClass(name) : defineClass(name, bytes, 0, bytes.length);
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException("a file has a URL", impossible);
        }
    }
}
