package faas.runtime.dev;

import faas.runtime.compile.FunctionCompiler;
import faas.runtime.compile.FunctionFolder;
import faas.runtime.config.Settings;
import faas.runtime.config.SettingsReader;
import faas.runtime.log.Log;
import faas.runtime.log.ServerLoggers;
import faas.runtime.server.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Serves the sources in the folder given as argument, until the process is stopped. */
public final class Dev {

    /** The default address, used until the code has compiled. */
    private static final String USUAL_ADDRESS = ":8080";

    private Dev() {}

    public static void main(String[] arguments) throws InterruptedException {
        var path = Path.of(arguments.length == 0 ? "." : arguments[0]);
        if (!Files.isDirectory(path)) {
            fail("There is no folder " + path + ": name the folder with the sources of the function.");
        }
        var log = Log.toStandardOutput(InstantSource.system(), false);
        var compiler = FunctionCompiler.ofThisJava(System.getProperty("java.class.path"));
        var versions = new Versions(new FunctionFolder(path), compiler, Dev.class.getClassLoader());
        var endpoint = new ReloadingEndpoint(versions, log);
        ServerLoggers.quieten();
        endpoint.bringUpToDate();
        serve(path, versions.settings().orElseGet(Dev::settingsOfTheEnvironment), endpoint, log);
    }

    private static void serve(Path folder, Settings settings, ReloadingEndpoint endpoint, Log log)
            throws InterruptedException {
        Server server;
        try {
            server = Server.start(settings, endpoint, log);
        } catch (IOException failure) {
            fail("Cannot listen on %s: %s".formatted(settings.address(), failure.getMessage()));
            return;
        }
        // Calls in flight are not awaited: they are the developer's own.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, endpoint)));
        log.line("serving %s on :%d, following its sources"
                .formatted(folder, server.address().getPort()));
        Thread.currentThread().join();
    }

    private static void stop(Server server, ReloadingEndpoint endpoint) {
        try {
            server.stop(Duration.ZERO, Duration.ZERO);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        endpoint.retire();
    }

    private static Settings settingsOfTheEnvironment() {
        List<String> errors = new ArrayList<>();
        Settings settings = new SettingsReader(System.getenv(), errors::add).read(USUAL_ADDRESS);
        if (!errors.isEmpty()) {
            fail(String.join("\n", errors));
        }
        return settings;
    }

    private static void fail(String message) {
        System.err.println(message);
        System.exit(2);
    }
}
