package faas;

import faas.runtime.config.SettingsReader;
import faas.runtime.log.Log;
import faas.runtime.log.ServerLoggers;
import faas.runtime.server.Registrar;
import faas.runtime.server.Server;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** From the arguments of {@code Function.run} to a process that serves until it is told to stop. */
final class Launch {

    private static final int WORKED = 0;
    private static final int CANNOT_LISTEN = 1;
    private static final int MISTAKEN = 2;

    private Launch() {}

    static void run(List<String> names, Fn function, String address) {
        try {
            Plan plan = Plan.of(names, function, address, System.getenv());
            if (Registrar.CURRENT.isBound()) {
                var log = Log.toStandardOutput(InstantSource.system());
                Registrar.CURRENT
                        .get()
                        .register(new FunctionEndpoint(plan.signature(), function, log), plan.settings());
                return;
            }
            serve(plan, function);
        } catch (Mistakes mistakes) {
            if (Registrar.CURRENT.isBound()) {
                Registrar.CURRENT.get().refuse(String.valueOf(mistakes.getMessage()));
                return;
            }
            fail(MISTAKEN, String.valueOf(mistakes.getMessage()));
        } catch (InterruptedException nobodyWaits) {
            Thread.currentThread().interrupt();
        }
    }

    private static void serve(Plan plan, Fn function) throws InterruptedException {
        var log = Log.toStandardOutput(InstantSource.system());
        ServerLoggers.quieten();
        Server server;
        try {
            server = Server.start(plan.settings(), new FunctionEndpoint(plan.signature(), function, log), log);
        } catch (IOException failure) {
            fail(
                    CANNOT_LISTEN,
                    "Cannot listen on %s: %s".formatted(shown(plan.settings().address()), failure.getMessage()));
            return;
        }
        StopSignal.onFirst(() -> stop(server, plan, log));
        log.line("serving %s on %s, %d calls at once"
                .formatted(
                        plan.signature(),
                        shown(server.address()),
                        plan.settings().maxInFlight()));
        plan.unknownSettings()
                .forEach(name -> log.line("%s is set, but the runtime knows only %s"
                        .formatted(name, String.join(", ", SettingsReader.NAMES))));
        new CountDownLatch(1).await();
    }

    private static void stop(Server server, Plan plan, Log log) {
        try {
            int interrupted =
                    server.stop(plan.settings().drainDelay(), plan.settings().stopTimeout());
            log.line(
                    interrupted == 0
                            ? "stopped, every call had its answer"
                            : "stopped, calls cut off: %d".formatted(interrupted));
        } catch (InterruptedException hurried) {
            log.line("stopped in a hurry");
        }
        System.exit(WORKED);
    }

    private static String shown(InetSocketAddress address) {
        return (address.getAddress().isAnyLocalAddress() ? "" : address.getHostString()) + ":" + address.getPort();
    }

    private static void fail(int code, String message) {
        System.err.println(message);
        System.exit(code);
    }
}
