package faas.gateway.trace;

import faas.gateway.config.TraceSettings;
import faas.gateway.metrics.GatewayMetrics;
import faas.gateway.metrics.Metric;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends spans to an OpenTelemetry collector, in batches, on a thread of its own. Thread-safe.
 *
 * <p>A call never waits: if the queue is full, its spans are lost and counted. So are those of a batch that the collector
 * does not take.
 */
public final class SpanExporter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SpanExporter.class);

    /** Some 4 MB. At 1,000 calls/s the queue holds two seconds. */
    static final int QUEUE_SPANS = 4096;

    /** As OpenTelemetry's own batch processor. */
    private static final int BATCH_SPANS = 512;

    private static final Duration BATCH_DELAY = Duration.ofSeconds(1);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

    /** The statuses after which a client may try again, by the specification. */
    private static final Set<Integer> RETRYABLE = Set.of(429, 502, 503, 504);

    private static final int TRIES = 3;
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

    /** How long the end of the gateway waits for the last batch. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

    private final TraceSettings settings;
    private final URI target;
    private final OtlpJson format;
    private final GatewayMetrics metrics;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(REQUEST_TIMEOUT)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final BlockingQueue<Span> queue = new ArrayBlockingQueue<>(QUEUE_SPANS);
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "span-exporter");
    private boolean failing;

    /** @param version the gateway's */
    public SpanExporter(TraceSettings settings, String version, GatewayMetrics metrics) {
        this.settings = settings;
        this.target = URI.create(settings.endpoint().toString().replaceAll("/+$", "") + "/v1/traces");
        this.format = new OtlpJson(settings.service(), version);
        this.metrics = metrics;
        thread.setDaemon(true);
    }

    /** Starts to send; what records the calls' traces. */
    public Tracing start(InstantSource clock, long seed) {
        thread.start();
        return new Tracer(new SpanIds(seed), settings.share(), () -> epochNanos(clock), this::add);
    }

    private static long epochNanos(InstantSource clock) {
        Instant now = clock.instant();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    private void add(Span span) {
        if (!queue.offer(span)) {
            metrics.increment(Metric.SPANS_LOST);
        }
    }

    /** Sends what waits, if that is possible in a moment. */
    @Override
    public void close() {
        stopping.countDown();
        try {
            thread.join(STOP_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.shutdownNow();
    }

    private void run() {
        try {
            while (!isStopping() || !queue.isEmpty()) {
                List<Span> batch = batch();
                if (!batch.isEmpty()) {
                    send(batch);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    /** Waits until the batch is full or the delay is over. */
    private List<Span> batch() throws InterruptedException {
        for (long waited = 0; waited < BATCH_DELAY.toMillis() && queue.size() < BATCH_SPANS; waited += 50) {
            if (stopping.await(50, TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        List<Span> batch = new ArrayList<>();
        queue.drainTo(batch, BATCH_SPANS);
        return batch;
    }

    private void send(List<Span> batch) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(target)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(format.request(batch)));
        settings.headers().forEach(request::setHeader);
        String trouble = "";
        for (int tries = 0; tries < TRIES; tries++) {
            if (tries > 0 && stopping.await(RETRY_DELAY.toMillis() << (tries - 1), TimeUnit.MILLISECONDS)) {
                break;
            }
            // A timeout of the request itself would end with the response's head.
            CompletableFuture<HttpResponse<Void>> response =
                    client.sendAsync(request.build(), BodyHandlers.discarding());
            try {
                int status = response.get(REQUEST_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                        .statusCode();
                if (status / 100 == 2) {
                    sent(batch.size());
                    return;
                }
                trouble = "it answered with the status " + status;
                if (!RETRYABLE.contains(status)) {
                    break;
                }
            } catch (TimeoutException e) {
                trouble = "it does not answer within " + REQUEST_TIMEOUT.toSeconds() + " s";
            } catch (ExecutionException e) {
                trouble = String.valueOf(e.getCause());
            } finally {
                response.cancel(true);
            }
        }
        lost(batch.size(), trouble);
    }

    private void sent(int spans) {
        metrics.add(Metric.SPANS_SENT, spans);
        if (failing) {
            failing = false;
            LOG.info("traces reach {} again", target);
        }
    }

    private void lost(int spans, String trouble) {
        metrics.add(Metric.SPANS_LOST, spans);
        if (!failing) {
            failing = true;
            LOG.warn(
                    "traces are lost, since {} does not take them: {}; check OTEL_EXPORTER_OTLP_ENDPOINT and the collector",
                    target,
                    trouble);
        }
    }
}
