package faas.gateway.http;

import faas.gateway.http.reply.CallIds;
import faas.gateway.http.reply.CallReceiver;
import faas.gateway.http.reply.ProblemWriter;
import faas.gateway.http1.Fields;
import faas.gateway.proxy.call.Call;
import faas.gateway.proxy.call.CallRequest;
import faas.gateway.proxy.call.Problem;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Receives the requests to the admin port. They are neither logged nor counted, and are served until the gateway stops. */
final class OperatorReceiver implements CallReceiver {
    private final Consumer<Call> pages;
    private final CallIds ids;
    private final ForwardedFields forwarded;
    private final LongSupplier nanoTime;
    private final ProblemWriter problems = new ProblemWriter();

    OperatorReceiver(Consumer<Call> pages, CallIds ids, ForwardedFields forwarded, LongSupplier nanoTime) {
        this.pages = pages;
        this.ids = ids;
        this.forwarded = forwarded;
        this.nanoTime = nanoTime;
    }

    @Override
    public void receive(CallRequest request, @Nullable Problem problem) {
        Call call = new Call(
                request,
                ids.acceptOrCreate(request.fields().first(Call.ID_FIELD)),
                "",
                request.target(),
                forwarded.of(request),
                nanoTime.getAsLong());
        request.events(new CallRequest.Events() {
            @Override
            public void clientGone() {
                call.clientGone();
            }

            @Override
            public void ended() {
                call.ending().ended();
            }
        });
        if (problem == null) {
            pages.accept(call);
        } else {
            call.release();
            problems.respond(call, problem, new Fields());
        }
    }

    @Override
    public void connectionFailed(Problem problem) {
        // The connection says so itself, and only calls of clients are counted.
    }

    @Override
    public boolean keepAliveDisabled() {
        return false;
    }
}
