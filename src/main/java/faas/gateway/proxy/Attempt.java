package faas.gateway.proxy;

import faas.gateway.routing.Upstream;
import io.undertow.client.ClientConnection;
import io.undertow.client.ClientExchange;
import io.undertow.client.ClientResponse;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;

/**
 * One try of a call on one task: connect or take an idle connection, send the request, stream the answer. Runs on the
 * exchange's IO thread and ends exactly once.
 */
final class Attempt extends Watched implements Upload.Events, Download.Events {
    private final HttpServerExchange exchange;
    private final Call call;
    private final Upstream.Lease lease;
    private final UpstreamConnections connections;
    private final Lane lane;
    private final Consumer<Outcome> onEnd;
    private final Patience patience;
    private final Optional<String> upgrade;
    private final Upload upload;
    private @Nullable ClientConnection connection;
    private @Nullable ClientExchange clientExchange;
    private @Nullable Download download;
    private boolean reused;
    private boolean announced;
    private boolean ended;

    Attempt(Call call, Upstream.Lease lease, UpstreamConnections connections, Consumer<Outcome> onEnd) {
        this.exchange = call.exchange();
        this.call = call;
        this.lease = lease;
        this.connections = connections;
        this.lane = connections.lane(exchange.getIoThread());
        this.onEnd = onEnd;
        this.patience = new Patience(
                lease.upstream().policy().timeout().map(Duration::toNanos).orElse(connections.timeoutNanos()));
        this.upgrade = Upgrade.asked(exchange);
        this.upload = new Upload(exchange, this);
    }

    void start() {
        lane.watch(this);
        ClientConnection idle = lane.takeIdle(lease.upstream(), !staysWhole());
        if (idle != null) {
            reused = true;
            send(idle);
            return;
        }
        connect();
    }

    private void connect() {
        deadlineNanos(connections.nowNanos() + connections.connectTimeoutNanos());
        lane.connect(
                lease.upstream(),
                exchange.getConnection().getByteBufferPool(),
                new Callback<>(this::connected, e -> end(Outcome.NotConnected.because(e))));
    }

    private void connected(ClientConnection made) {
        lease.reached();
        if (ended) {
            lane.giveBack(lease.upstream(), made);
            return;
        }
        send(made);
    }

    @Override
    void deadlinePassed() {
        if (connection == null && clientExchange == null) {
            end(new Outcome.NotConnected("no connection in time", Outcome.Cause.SILENCE));
            return;
        }
        if (patience.isOver(connections.nowNanos())) {
            end(waitsForCaller() ? new Outcome.CallerGone() : new Outcome.TooSlow());
            return;
        }
        if (upload.isWaiting()) {
            upload.take();
        } else if (download == null) {
            checkTheWay();
        }
        lookAgain();
    }

    /** An established connection does not tell when its other end is lost; a call that can be sent elsewhere is, then. */
    private void checkTheWay() {
        patience.checked();
        connections.check(exchange, lease.upstream(), finding -> {
            long nowNanos = connections.nowNanos();
            boolean answers = download != null || lease.upstream().silentForNanos(nowNanos) < Patience.ALIVE_NANOS;
            if (ended || answers || finding != WayCheck.Finding.SILENT) {
                return;
            }
            if (isReplayable()) {
                end(new Outcome.Lost());
            } else {
                lease.upstream().unreachable(nowNanos);
            }
        });
    }

    /** Whether the call may be sent again though the task may have begun to work on it (RFC 9110 §9.2.2). */
    private boolean isReplayable() {
        boolean begun = download != null && download.hasBegun();
        return !ended && !begun && !upload.isTaken() && call.isIdempotent();
    }

    /** Whether it will be replayable as long as there is no answer. */
    private boolean staysWhole() {
        return call.isIdempotent() && (exchange.isRequestComplete() || upload.isExpected());
    }

    /** Whether it is the caller who keeps the call from going on: by not reading the answer, or not sending the body. */
    private boolean waitsForCaller() {
        return download != null ? download.waitsForCaller() : upload.waitsForCaller();
    }

    private void send(ClientConnection made) {
        connection = made;
        patience.begin(call.sentNanos(connections.nowNanos()));
        lookAgain();
        made.sendRequest(
                TaskRequest.of(call, lease.upstream(), upgrade, upload.isExpected()),
                new Callback<>(this::requestReady, this::headFailed));
    }

    private void requestReady(ClientExchange ready) {
        answerReady(ready);
        if (!exchange.isRequestComplete()) {
            upload.begin(ready);
            lookAgain();
        }
    }

    private void answerReady(ClientExchange ready) {
        clientExchange = ready;
        ready.setResponseListener(new Callback<>(this::answer, this::taskFailed));
    }

    private void answer(ClientExchange answered) {
        if (ended) {
            return;
        }
        ClientResponse response = answered.getResponse();
        AnswerHead head = AnswerHead.of(response);
        upload.answered();
        lease.reached();
        lease.upstream().heard(connections.nowNanos());
        if (head.status() == StatusCodes.SWITCHING_PROTOCOLS && upgrade.isPresent()) {
            leaveHttp(answered.getConnection(), response);
            return;
        }
        if (head.isInterim() && !announced) {
            skip(answered);
            return;
        }
        Optional<String> mistake = head.mistake();
        if (mistake.isPresent()) {
            end(new Outcome.Broken(mistake.get(), false));
            return;
        }
        progressed();
        Download begun = new Download(call, answered, head, this);
        download = begun;
        begun.start();
    }

    private void skip(ClientExchange interim) {
        announced = true;
        progressed();
        try {
            InterimAnswer.skip(interim, new Callback<>(this::answerReady, this::taskFailed));
        } catch (IOException e) {
            broken(e.getMessage());
        }
    }

    /** From here on the call is the tunnel's, which ends it. */
    private void leaveHttp(ClientConnection made, ClientResponse response) {
        ended = true;
        lane.unwatch(this);
        ProxyHeaders.toCaller(response, call);
        upgrade.ifPresent(asked -> Upgrade.agree(exchange, response, asked));
        new Tunnel(call, made, connections, patience.timeoutNanos(), onEnd).open();
    }

    /** A connection is good for another call only once the client has written the request's last byte, too. */
    private void giveBackConnection() {
        boolean requestOut =
                clientExchange != null && !clientExchange.getRequestChannel().isOpen();
        if (connection != null && requestOut) {
            lane.giveBack(lease.upstream(), connection);
            connection = null;
        }
    }

    private void end(Outcome outcome) {
        if (ended) {
            return;
        }
        ended = true;
        lane.unwatch(this);
        upload.stop();
        if (download != null) {
            download.stop();
        }
        if (connection != null) {
            Lane.breakOff(connection);
        }
        onEnd.accept(outcome);
    }

    private void progressed() {
        patience.progressed(connections.nowNanos());
        lookAgain();
    }

    private void lookAgain() {
        long nowNanos = connections.nowNanos();
        boolean watchTheWay = download == null && exchange.isRequestComplete();
        deadlineNanos(
                upload.isWaiting() ? patience.goAheadNanos(nowNanos) : patience.nextLookNanos(nowNanos, watchTheWay));
    }

    private void broken(@Nullable String reason) {
        boolean stale = reused && download == null;
        if (stale) {
            // The others were idle as long, and will most likely be closed, too.
            lane.closeIdle(lease.upstream());
        }
        end(new Outcome.Broken(String.valueOf(reason), isReplayable(), stale));
    }

    @Override
    public void moved() {
        progressed();
    }

    @Override
    public void taskDone() {
        giveBackConnection();
    }

    @Override
    public void answered() {
        end(new Outcome.Answered());
    }

    @Override
    public void taskFailed(IOException e) {
        broken(e.getMessage());
    }

    @Override
    public void uploadFailed(IOException e) {
        end(e instanceof RefusedBody refused ? new Outcome.Refused(refused.problem()) : new Outcome.CallerGone());
    }

    @Override
    public void callerFailed() {
        end(new Outcome.CallerGone());
    }

    /** An idle connection had been closed before a byte of this request was written. */
    @Override
    public void headFailed(IOException e) {
        if (ended || !reused) {
            end(Outcome.NotConnected.because(e));
            return;
        }
        lane.closeIdle(lease.upstream());
        IoUtils.safeClose(connection);
        connection = null;
        clientExchange = null;
        reused = false;
        connect();
    }
}
