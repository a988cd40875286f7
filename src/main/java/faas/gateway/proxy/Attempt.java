package faas.gateway.proxy;

import faas.gateway.routing.Upstream;
import faas.gateway.wire.AnswerHead;
import faas.gateway.wire.RequestBody;
import faas.gateway.wire.RequestHead;
import faas.gateway.wire.TaskConnection;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One try of a call on one task: connect or take an idle connection, send the request, stream the answer. Runs on the
 * exchange's IO thread and ends exactly once.
 */
final class Attempt extends Watched implements TaskConnection.Events, Upload.Events, Download.Events {
    private final HttpServerExchange exchange;
    private final Call call;
    private final Upstream.Lease lease;
    private final UpstreamConnections connections;
    private final Lane lane;
    private final Consumer<Outcome> onEnd;
    private final Patience patience;
    private final Optional<String> upgrade;
    private final Upload upload;
    private @Nullable TaskConnection connection;
    private @Nullable Runnable connecting;
    private @Nullable Download download;
    private @Nullable Announcements announcements;
    private boolean reused;
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
        call.under(this);
        lane.watch(this);
        TaskConnection idle = lane.takeIdle(lease.upstream(), !staysWhole());
        if (idle != null) {
            reused = true;
            send(idle);
            return;
        }
        connect();
    }

    private void connect() {
        deadlineNanos(connections.nowNanos() + connections.connectTimeoutNanos());
        connecting = lane.connect(
                lease.upstream(),
                exchange.getConnection().getByteBufferPool(),
                this::connected,
                e -> end(Outcome.NotConnected.because(e)));
    }

    private void connected(TaskConnection made) {
        connecting = null;
        lease.reached();
        send(made);
    }

    @Override
    void deadlinePassed() {
        if (connection == null && download == null) {
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
        return download != null ? download.waitsForCaller() : isAnnouncing() || upload.waitsForCaller();
    }

    private boolean isAnnouncing() {
        return announcements != null && !announcements.areOut();
    }

    private void send(TaskConnection made) {
        connection = made;
        if (call.isTakenBack()) {
            callerFailed();
            return;
        }
        patience.begin(call.sentNanos(connections.nowNanos()));
        lookAgain();
        RequestBody body = TaskRequest.body(exchange);
        RequestHead head = lane.head();
        TaskRequest.write(head, call, lease.upstream(), body, upgrade, upload.isExpected());
        try {
            made.send(head, body, exchange.getRequestMethod().equals(Methods.HEAD), this);
        } catch (IOException e) {
            headFailed(e);
            return;
        }
        if (!(body instanceof RequestBody.None)) {
            upload.begin(made);
            if (connection == made) {
                lookAgain();
            }
        }
    }

    @Override
    public void announced(AnswerHead head) {
        if (ended) {
            return;
        }
        moved();
        if (head.status() == StatusCodes.CONTINUE) {
            upload.goAhead();
            return;
        }
        announcements = announcements == null ? new Announcements(exchange) : announcements;
        try {
            announcements.pass(head);
        } catch (IOException e) {
            callerFailed();
        }
    }

    @Override
    public void answered(AnswerHead head) {
        TaskConnection answering = connection;
        if (ended || answering == null) {
            return;
        }
        upload.answered();
        lease.reached();
        lease.upstream().heard(connections.nowNanos());
        moved();
        if (announcements != null && isAnnouncing()) {
            announcements.whenOut(() -> pass(answering, head));
        } else {
            pass(answering, head);
        }
    }

    private void pass(TaskConnection answering, AnswerHead head) {
        if (ended) {
            return;
        }
        if (head.status() == StatusCodes.SWITCHING_PROTOCOLS) {
            if (upgrade.isPresent()) {
                // From here on the call is the tunnel's, which ends it.
                ended = true;
                lane.unwatch(this);
                new Tunnel(call, answering, connections, patience.timeoutNanos(), onEnd).open(head, upgrade.get());
            } else {
                end(new Outcome.Broken("a change of protocol that nobody asked for", false));
            }
            return;
        }
        Download begun = new Download(call, answering, head, this);
        download = begun;
        begun.start();
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
        if (connecting != null) {
            connecting.run();
        }
        if (connection != null) {
            connection.close();
        }
        onEnd.accept(outcome);
    }

    private void lookAgain() {
        long nowNanos = connections.nowNanos();
        boolean watchTheWay = download == null && exchange.isRequestComplete();
        deadlineNanos(
                upload.isWaiting() ? patience.goAheadNanos(nowNanos) : patience.nextLookNanos(nowNanos, watchTheWay));
    }

    @Override
    public void moved() {
        patience.progressed(connections.nowNanos());
        lookAgain();
    }

    @Override
    public void taskDone() {
        // While some of the request is still to be written, the connection is good for no other call.
        if (connection != null && connection.rest()) {
            lane.giveBack(lease.upstream(), connection);
            connection = null;
        }
    }

    @Override
    public void answered() {
        end(new Outcome.Answered());
    }

    @Override
    public void broken(IOException e) {
        if (isAnnouncing()) {
            // Nothing can follow what is half out.
            callerFailed();
            return;
        }
        boolean stale = reused && download == null;
        if (stale) {
            // The others were idle as long, and will most likely be closed, too.
            lane.closeIdle(lease.upstream());
        }
        end(new Outcome.Broken(String.valueOf(e.getMessage()), isReplayable(), stale));
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
        if (connection != null) {
            connection.close();
            connection = null;
        }
        reused = false;
        connect();
    }
}
