package faas.gateway.proxy;

import java.io.IOException;
import java.net.Socket;

/** How a client goes away from its one call. */
enum Leaving {
    CLOSES_HTTP_1 {
        @Override
        Client connect(int port) throws IOException {
            return new Http1Client(Wire.call(port, ""));
        }
    },
    BREAKS_HTTP_1 {
        @Override
        Client connect(int port) throws IOException {
            Socket socket = Wire.call(port, "");
            // Its close is a reset then.
            socket.setSoLinger(true, 0);
            return new Http1Client(socket);
        }
    },
    CLOSES_HTTP_2 {
        @Override
        Client connect(int port) throws IOException {
            return new Http2Client(Http2Client.connect(port), false);
        }
    },
    CANCELS_HTTP_2 {
        @Override
        Client connect(int port) throws IOException {
            return new Http2Client(Http2Client.connect(port), true);
        }
    };

    abstract Client connect(int port) throws IOException;

    /** A client that makes one call. */
    interface Client extends AutoCloseable {
        void get(String path) throws IOException;

        /** Sends "half of" as the first part of a longer body. */
        void post(String path) throws IOException;

        /** Reads until this came. */
        void await(String text) throws IOException;

        void leave() throws IOException;

        @Override
        void close() throws IOException;
    }

    private record Http1Client(Socket socket) implements Client {
        @Override
        public void get(String path) throws IOException {
            Wire.write(socket, "GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n");
        }

        @Override
        public void post(String path) throws IOException {
            Wire.write(socket, "POST " + path + " HTTP/1.1\r\nHost: h\r\nContent-Length: 13\r\n\r\nhalf of");
        }

        @Override
        public void await(String text) throws IOException {
            Wire.readUntil(socket, text);
        }

        @Override
        public void leave() throws IOException {
            socket.close();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private record Http2Client(Http2Client client, boolean cancels) implements Client {
        @Override
        public void get(String path) throws IOException {
            client.get(1, path);
        }

        @Override
        public void post(String path) throws IOException {
            client.post(1, path, "content-length: 13");
            client.data(1, 0, "half of");
        }

        @Override
        public void await(String text) throws IOException {
            client.await(1, text);
        }

        @Override
        public void leave() throws IOException {
            if (cancels) {
                client.reset(1);
            } else {
                client.close();
            }
        }

        @Override
        public void close() throws IOException {
            client.close();
        }
    }
}
