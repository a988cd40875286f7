package faas.gateway;

import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.io.IOException;
import java.net.ServerSocket;

/** What a function's task may be. */
public final class Tasks {
    private Tasks() {}

    /** A task that responds as the test stubs it. */
    public static WireMockExtension wireMock() {
        return WireMockExtension.newInstance().options(options().dynamicPort()).build();
    }

    /** The port of a task that refuses connections. */
    public static int refusingPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
