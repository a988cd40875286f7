package faas.gateway.proxy;

import faas.gateway.GatewayFixture;
import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A gateway between raw sockets: those of clients, and those of the only task of its only function, {@code f}. The test decides
 * which byte is sent when, on both sides.
 */
final class WiredGateway implements BeforeEachCallback, AfterEachCallback {
    private final GatewayFixture gateway;
    private final Wire wire = new Wire();

    /** A gateway with further settings, given as name, value, name, value. */
    WiredGateway(String... settings) {
        this(new GatewayFixture(settings));
    }

    WiredGateway(GatewayFixture gateway) {
        this.gateway = gateway;
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        gateway.beforeEach(context);
        gateway.deploy("f", wire.port());
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        wire.afterEach(context);
        gateway.afterEach(context);
    }

    GatewayFixture gateway() {
        return gateway;
    }

    /** The port at which the task listens. */
    int taskPort() {
        return wire.port();
    }

    /** A client that has sent this much of a request. */
    Socket call(String request) throws IOException {
        return Wire.call(gateway.port(), request);
    }

    /** A client over HTTP/2 with prior knowledge. */
    Http2Client connect() throws IOException {
        return Http2Client.connect(gateway.port());
    }

    /** The task's side of the next connection that the gateway makes. */
    Socket accept() throws IOException {
        return wire.accept();
    }
}
