package faas.runtime.server;

import io.undertow.UndertowOptions;
import org.xnio.OptionMap;
import org.xnio.Options;

/** Limits on what a client may send, and how long it may take. */
final class ServerLimits {

    /**
     * The part of a body over the limit that is read, so that the client can read the 413. Then the connection is
     * closed.
     */
    private static final long DRAINED_BYTES = 1 << 20;

    /** Undertow would derive the size from the heap: 512 bytes in a small container. */
    static final int BUFFER_BYTES = 16 * 1024;

    /** Buffers that are kept for reuse, in the pool and by each thread. */
    private static final int POOLED_BUFFERS = 256;

    /** Path and query, including the parameters. A longer target is a 414. */
    static final int MAX_TARGET_BYTES = 64 * 1024;

    /** Names and values of all header fields. More is a 431. */
    static final int MAX_FIELD_BYTES = 64 * 1024;

    /** Header field lines. More is a 431. */
    static final int MAX_HEADERS = 200;

    /**
     * Twice the limits, so that a request slightly above them gets a specific problem. Beyond it Undertow responds with
     * a 400.
     */
    private static final int MOST_PARSED_BYTES = 2 * (MAX_TARGET_BYTES + MAX_FIELD_BYTES);

    private static final int MOST_PARSED_HEADERS = 2 * MAX_HEADERS;

    /**
     * Undertow keeps each query parameter decoded, which takes about 300 bytes. This is twice the limit of the binder,
     * whose problem contains the number. Beyond it Undertow responds with a 400.
     */
    static final int MOST_PARSED_PARAMETERS = 512;

    /** The divisor of the heap. The other half is for the function, buffers and garbage. */
    private static final int SHARE_FOR_BODIES = 2;

    /** Idle timeout of a connection. It is longer than that of any gateway, so that the function never closes first. */
    private static final int IDLE_MILLIS = 75_000;

    /** From the first byte of a request to the end of its header. */
    private static final int HEADER_MILLIS = 10_000;

    /** The rest of a request that already has a response. */
    static final int REST_MILLIS = 10_000;

    /** A client that reads nothing for this long is disconnected. */
    private static final int WRITE_MILLIS = 30_000;

    /** Further connections wait in the kernel until another one closes. */
    private static final int MAX_CONNECTIONS = 10_000;

    /** Connections that the kernel holds while the IO threads are busy. */
    private static final int BACKLOG = 1_000;

    /** IO threads only parse, dispatch and write. A second one is useful with a second processor. */
    private static final int MOST_IO_THREADS = 2;

    /** Smaller responses are not counted: one for each connection takes 40 MiB at most. */
    static final int SMALL_RESPONSE_BYTES = 4 * 1024;

    private ServerLimits() {}

    static OptionMap http(long maxBodyBytes) {
        return OptionMap.builder()
                .set(UndertowOptions.MAX_HEADER_SIZE, MOST_PARSED_BYTES)
                .set(UndertowOptions.MAX_HEADERS, MOST_PARSED_HEADERS)
                .set(UndertowOptions.MAX_PARAMETERS, MOST_PARSED_PARAMETERS)
                .set(UndertowOptions.MAX_ENTITY_SIZE, maxBodyBytes + DRAINED_BYTES)
                .set(UndertowOptions.NO_REQUEST_TIMEOUT, IDLE_MILLIS)
                .set(UndertowOptions.REQUEST_PARSE_TIMEOUT, HEADER_MILLIS)
                // The binder decodes the query: Undertow replaces malformed UTF-8 and refuses a bad % without a body.
                .set(UndertowOptions.DECODE_URL, false)
                .set(UndertowOptions.ALLOW_UNESCAPED_CHARACTERS_IN_URL, true)
                .set(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false)
                .set(UndertowOptions.ALWAYS_SET_DATE, false) // DateField does
                .set(UndertowOptions.BUFFER_PIPELINED_DATA, true)
                .getMap();
    }

    static OptionMap sockets() {
        return OptionMap.builder()
                .set(Options.TCP_NODELAY, true)
                .set(Options.REUSE_ADDRESSES, true)
                .set(Options.BACKLOG, BACKLOG)
                .set(Options.CONNECTION_HIGH_WATER, MAX_CONNECTIONS)
                .set(Options.CONNECTION_LOW_WATER, MAX_CONNECTIONS)
                .set(Options.WRITE_TIMEOUT, WRITE_MILLIS)
                .getMap();
    }

    static OptionMap worker() {
        return OptionMap.builder()
                .set(Options.WORKER_NAME, "io")
                .set(Options.WORKER_IO_THREADS, Math.min(Runtime.getRuntime().availableProcessors(), MOST_IO_THREADS))
                .set(Options.WORKER_TASK_CORE_THREADS, 1)
                .set(Options.WORKER_TASK_MAX_THREADS, 1)
                .getMap();
    }

    static long bodyMemoryBytes() {
        return Runtime.getRuntime().maxMemory() / SHARE_FOR_BODIES;
    }

    static int pooledBuffers() {
        return POOLED_BUFFERS;
    }
}
