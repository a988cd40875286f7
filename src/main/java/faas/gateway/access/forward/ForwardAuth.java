package faas.gateway.access.forward;

import faas.gateway.access.check.SharedChecks;
import faas.gateway.config.ForwardAuthSettings;
import faas.gateway.credentials.ClientNetwork;
import faas.gateway.http1.FieldText;
import faas.gateway.http1.Fields;
import faas.gateway.proxy.Decision;
import faas.gateway.proxy.Refusal;
import faas.gateway.proxy.call.Call;
import faas.gateway.proxy.call.ClientError;
import faas.gateway.proxy.call.Problem;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a service whether a call may go on, by the head of its request. A 2xx admits it and says who calls; any other response is passed
 * on to the client. If there is none, the call is refused. Calls that are the same share a question. Thread-safe; each question has a
 * thread of its own while it waits.
 */
public final class ForwardAuth implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ForwardAuth.class);

    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    /** A page that says no, or a form to log in. */
    private static final int MAX_BODY_BYTES = 64 * 1024;

    /** A longer one is left out. With all of them, the calls that are kept hold a few megabytes at most. */
    private static final int MAX_FIELD_LENGTH = 256;

    /** Questions that the service has not answered. Beyond it calls are refused: the service is too slow. */
    private static final int MAX_OPEN = 100;

    /** So that one client cannot take all of them. */
    private static final int MAX_OPEN_OF_CLIENT = 20;

    /** Fields of the service's response that concern its connection only. */
    private static final Set<String> DROPPED = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "transfer-encoding",
            "trailer",
            "upgrade",
            "content-length",
            "date",
            "x-call-id");

    private final ForwardAuthSettings settings;
    private final LongSupplier nanoTime;
    private final Admitted admitted = new Admitted();
    private final Semaphore open = new Semaphore(MAX_OPEN);
    private final SharedChecks<String, Verdict> questions = new SharedChecks<>(this::run, MAX_OPEN_OF_CLIENT);
    private final AtomicReference<String> trouble = new AtomicReference<>("");
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    public ForwardAuth(ForwardAuthSettings settings, LongSupplier nanoTime) {
        this.settings = settings;
        this.nanoTime = nanoTime;
    }

    /** The service, as the settings have it. */
    public String service() {
        return settings.service().toString();
    }

    /** Why the service cannot be asked, as far as is known; empty if it can. */
    public String trouble() {
        return trouble.get();
    }

    /** That the call waits for the service; null if the same call was admitted just now. */
    public @Nullable Decision check(Call call) {
        if (Question.isAmbiguous(call.target())) {
            return new Refusal(new ClientError.BadRequest("The path has a segment \"..\"; write the path without it."));
        }
        Question question = Question.of(call);
        call.withhold(Headers.AUTHORIZATION);
        String digest = question.digest();
        Call.Caller known = admitted.find(digest, nanoTime.getAsLong());
        if (known != null) {
            call.caller(known);
            return null;
        }
        HttpRequest request;
        try {
            request = request(question, call.id());
        } catch (IllegalArgumentException e) {
            return new Refusal(new ClientError.BadRequest("A field of the request cannot be passed on."));
        }
        return new Decision.Later(onResult -> {
            boolean begun = questions.begin(
                    digest,
                    ClientNetwork.of(call.client()),
                    () -> ask(request, digest),
                    verdict -> onResult.accept(() -> decision(call, verdict)));
            if (!begun) {
                onResult.accept(() -> new Refusal(new Problem.AuthUnavailable()));
            }
        });
    }

    private boolean run(Runnable question) {
        if (!open.tryAcquire()) {
            return false;
        }
        Thread.ofVirtual().name("forward-auth").start(() -> {
            try {
                question.run();
            } finally {
                open.release();
            }
        });
        return true;
    }

    private Verdict ask(HttpRequest request, String digest) {
        // A timeout of the request itself would end with the response's head.
        CompletableFuture<HttpResponse<byte[]>> response =
                client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BODY_BYTES));
        try {
            return verdict(digest, response.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            failed("it does not answer within " + TIMEOUT.toSeconds() + " s");
        } catch (ExecutionException e) {
            failed(String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            response.cancel(true);
        }
        return new Verdict.Silent();
    }

    private Verdict verdict(String digest, HttpResponse<byte[]> response) {
        if (response.statusCode() / 100 != 2) {
            worked();
            return new Verdict.Refuses(response);
        }
        Optional<Call.Caller> caller = caller(response);
        if (caller.isEmpty()) {
            failed("it admits a call without saying in one field "
                    + settings.fields().getFirst() + " who makes it");
            return new Verdict.Silent();
        }
        worked();
        admitted.add(digest, caller.get(), nanoTime.getAsLong());
        return new Verdict.Admits(caller.get());
    }

    private static @Nullable Decision decision(Call call, @Nullable Verdict verdict) {
        return switch (verdict) {
            case Verdict.Admits(Call.Caller caller) -> {
                call.caller(caller);
                yield null;
            }
            case Verdict.Refuses(HttpResponse<byte[]> response) -> {
                call.ending().fault(new ClientError.Denied().code());
                yield new Decision.Answer(
                        response.statusCode(), passedOn(response, call), ByteBuffer.wrap(response.body()));
            }
            case Verdict.Silent silent -> new Refusal(new Problem.AuthUnavailable());
            case null -> new Refusal(new Problem.AuthUnavailable());
        };
    }

    private HttpRequest request(Question question, String callId) {
        HttpRequest.Builder request = HttpRequest.newBuilder(settings.service()).header("X-Call-Id", callId);
        Fields fields = question.fields();
        for (int i = 0; i < fields.size(); i++) {
            request.header(fields.name(i).toString(), fields.value(i));
        }
        return request.build();
    }

    private static Fields passedOn(HttpResponse<byte[]> response, Call call) {
        Fields fields = new Fields();
        response.headers().map().forEach((name, values) -> {
            if (!DROPPED.contains(name.toLowerCase(Locale.ROOT))
                    && !call.responseFields().contains(new HttpString(name))) {
                values.forEach(value -> fields.add(new HttpString(name), value));
            }
        });
        return fields;
    }

    private Optional<Call.Caller> caller(HttpResponse<byte[]> response) {
        List<String> names = response.headers().allValues(settings.fields().getFirst());
        Optional<String> name = names.size() == 1 ? FieldText.name(names.getFirst()) : Optional.empty();
        Fields further = new Fields();
        for (String field : settings.fields().subList(1, settings.fields().size())) {
            response.headers()
                    .firstValue(field)
                    .filter(value -> value.length() <= MAX_FIELD_LENGTH)
                    .ifPresent(value -> further.add(
                            new HttpString("X-Caller-" + (field.startsWith("X-") ? field.substring(2) : field)),
                            FieldText.encoded(value, "")));
        }
        return name.map(text -> new Call.Caller(text, further));
    }

    private void worked() {
        if (!trouble.getAndSet("").isEmpty()) {
            LOG.info("{} decides about calls again", settings.service());
        }
    }

    private void failed(String why) {
        if (trouble.getAndSet(why).isEmpty()) {
            LOG.warn(
                    "calls that {} must admit are refused: {}; check FAAS_FORWARD_AUTH and the service",
                    settings.service(),
                    why);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
