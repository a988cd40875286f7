package faas;

import faas.runtime.config.Settings;
import faas.runtime.config.SettingsReader;
import faas.runtime.config.Stopping;
import faas.runtime.log.Level;
import faas.runtime.log.Log;
import faas.runtime.log.ServerLoggers;
import faas.runtime.server.Registrar;
import faas.runtime.server.Server;
import faas.runtime.server.Stopped;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** From the arguments of {@code Function.run} to a process that serves until it is told to stop. */
final class Launch {

    private static final int WORKED = 0;
    private static final int CANNOT_LISTEN = 1;
    private static final int MISTAKEN = 2;

    private final Plan plan;
    private final Log log;
    private final AtomicReference<@Nullable Server> server = new AtomicReference<>();

    private Launch(Plan plan, Log log) {
        this.plan = plan;
        this.log = log;
    }

    static void run(Definition definition, String address) {
        if (Registrar.CURRENT.isBound()) {
            register(Registrar.CURRENT.get(), definition, address);
            return;
        }
        // Until there is something to finish, a signal ends the process as well as it does later.
        var launch = new AtomicReference<@Nullable Launch>();
        StopSignal.onFirst(() -> stop(launch.get()));
        try {
            Plan plan = Plan.of(definition, address, System.getenv());
            var started = new Launch(plan, log(plan));
            launch.set(started);
            started.serve();
        } catch (InvalidFunction invalid) {
            fail(MISTAKEN, String.valueOf(invalid.getMessage()));
        } catch (InterruptedException nobodyWaits) {
            Thread.currentThread().interrupt();
        }
    }

    private static void register(Registrar registrar, Definition definition, String address) {
        try {
            Plan plan = Plan.of(definition, address, System.getenv());
            registrar.register(plan.endpoint(log(plan)), plan.settings());
        } catch (InvalidFunction invalid) {
            registrar.refuse(String.valueOf(invalid.getMessage()));
        }
    }

    private static Log log(Plan plan) {
        return Log.toStandardOutput(
                InstantSource.system(), plan.settings().behaviour().jsonLog());
    }

    private void serve() throws InterruptedException {
        ServerLoggers.quieten();
        Settings settings = plan.settings();
        Server started;
        try {
            started = Server.start(settings, plan.endpoint(log), log);
        } catch (IOException failure) {
            fail(CANNOT_LISTEN, "Cannot listen on " + shown(settings.address()) + ": " + failure.getMessage());
            return;
        }
        server.set(started);
        log.line("serving " + plan.signature() + " on " + shown(started.address()) + ", "
                + settings.limits().maxInFlight() + " calls at once");
        for (String name : plan.unknownSettings()) {
            log.line(
                    Level.WARN,
                    name + " is set, but the runtime knows only " + String.join(", ", SettingsReader.NAMES));
        }
        new CountDownLatch(1).await();
    }

    private static void stop(@Nullable Launch launch) {
        if (launch != null) {
            launch.stop();
        }
        System.exit(WORKED);
    }

    private void stop() {
        Server started = server.get();
        Stopping time = plan.settings().stopping();
        try {
            Stopped calls = started == null ? new Stopped(0, 0) : started.stop(time.drainDelay(), time.stopTimeout());
            StopHooks.run(failure -> log.failure("-", failure));
            log.line("stopped: " + calls.finished() + " finished, " + calls.interrupted() + " interrupted");
        } catch (InterruptedException hurried) {
            log.line("stopped in a hurry");
        }
    }

    private static String shown(InetSocketAddress address) {
        return (address.getAddress().isAnyLocalAddress() ? "" : address.getHostString()) + ":" + address.getPort();
    }

    private static void fail(int code, String message) {
        System.err.println(message);
        System.exit(code);
    }
}
