package faas.runtime.server;

import io.undertow.UndertowOptions;
import org.xnio.OptionMap;
import org.xnio.Options;

/** What a client may do to the server, and for how long. */
final class ServerLimits {

    /** What is read of a body that is too long, for its client to read the 413; beyond it the connection is cut. */
    private static final long DRAINED_BYTES = 1 << 20;

    /** Undertow would derive the size from the heap, and in a small container take 512 bytes. */
    static final int BUFFER_BYTES = 16 * 1024;

    /** Buffers kept for reuse, in the pool and by each thread. */
    private static final int POOLED_BUFFERS = 256;

    /** Path and query. A text passed as a parameter has to fit in here. Beyond it a 414. */
    static final int MAX_TARGET_BYTES = 64 * 1024;

    /** All header fields, names and values. More than any proxy sends. Beyond it a 431. */
    static final int MAX_FIELD_BYTES = 64 * 1024;

    /** Lines of header fields. Beyond it a 431. */
    static final int MAX_HEADERS = 200;

    /** Twice what is allowed, so that what is a little too large is refused with its reason; beyond it a 400. */
    private static final int MOST_PARSED_BYTES = 2 * (MAX_TARGET_BYTES + MAX_FIELD_BYTES);

    private static final int MOST_PARSED_HEADERS = 2 * MAX_HEADERS;

    /**
     * Undertow keeps each parameter of the query decoded, which takes about 300 bytes. Twice the binder's limit, whose
     * problem says how many there are; beyond it a 400 that does not.
     */
    static final int MOST_PARSED_PARAMETERS = 512;

    /** Of the heap: as much again is for the function, the server's buffers and what is garbage at the time. */
    private static final int SHARE_FOR_BODIES = 2;

    /**
     * A connection without a call. Longer than any gateway keeps an idle connection, so that it is never the function that
     * closes first.
     */
    private static final int IDLE_MILLIS = 75_000;

    /** From a request's first byte to the last of its header. */
    private static final int HEADER_MILLIS = 10_000;

    /** What is left of a request that has its response already, be it refused or too late. */
    static final int REST_MILLIS = 10_000;

    /** A client that reads nothing for this long is gone. */
    private static final int WRITE_MILLIS = 30_000;

    /** Connections beyond this wait in the kernel until another one closes. */
    private static final int MAX_CONNECTIONS = 10_000;

    /** Connections the kernel holds ready while the IO threads are busy. */
    private static final int BACKLOG = 1_000;

    /** IO threads only parse, hand over and write; a second one helps where there is a second processor. */
    private static final int MOST_IO_THREADS = 2;

    /** Responses up to this length are not counted: even one to each connection would take 40 MiB at most. */
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
                // The query is decoded by the binder: Undertow replaces what is not UTF-8 and answers nothing to a bad
                // %.
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
