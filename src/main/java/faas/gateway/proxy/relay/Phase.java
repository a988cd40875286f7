package faas.gateway.proxy.relay;

import faas.gateway.taskclient.TaskConnection;

/** How far an attempt is, and what it holds. */
sealed interface Phase {
    Phase CONNECTING = new Connecting(() -> {});
    Phase OVER = new Over();

    /** Gives back what it holds. */
    void release();

    /** A connection is being made; {@code cancel} gives that up. */
    record Connecting(Runnable cancel) implements Phase {
        @Override
        public void release() {
            cancel.run();
        }
    }

    /** The request is being sent, or its response awaited. */
    record Requesting(TaskConnection connection) implements Phase {
        @Override
        public void release() {
            connection.close();
        }
    }

    /** The task sends its response. */
    record Responding(TaskConnection connection, Download download) implements Phase {
        @Override
        public void release() {
            download.stop();
            connection.close();
        }
    }

    /** The task is done; the client has still to read. */
    record Delivering(Download download) implements Phase {
        @Override
        public void release() {
            download.stop();
        }
    }

    /** The attempt has ended. */
    record Over() implements Phase {
        @Override
        public void release() {}
    }
}
