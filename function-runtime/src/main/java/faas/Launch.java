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

/** Serves a function as a process of its own, until a signal stops it. */
final class Launch {

    private static final int STOPPED = 0;
    private static final int CANNOT_LISTEN = 1;
    private static final int INVALID = 2;

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
        // Installed first: a signal during the start ends the process with 0, too.
        var launch = new AtomicReference<@Nullable Launch>();
        StopSignal.onFirst(() -> stop(launch.get()));
        try {
            Plan plan = Plan.of(definition, address, System.getenv());
            var started = new Launch(plan, log(plan));
            launch.set(started);
            started.serve();
        } catch (InvalidFunction invalid) {
            fail(INVALID, String.valueOf(invalid.getMessage()));
        } catch (InterruptedException stopped) {
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
        log.line("serving " + plan.signature() + " on " + shown(started.address()) + ", up to "
                + settings.limits().maxInFlight() + " calls in flight");
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
        System.exit(STOPPED);
    }

    private void stop() {
        Server started = server.get();
        Stopping time = plan.settings().stopping();
        try {
            Stopped calls = started == null ? new Stopped(0, 0) : started.stop(time.drainDelay(), time.stopTimeout());
            StopHooks.run(failure -> log.failure("-", failure));
            log.line("stopped: " + calls.finished() + " finished, " + calls.interrupted() + " interrupted");
        } catch (InterruptedException interrupted) {
            log.line("stopped: interrupted while waiting for calls");
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
