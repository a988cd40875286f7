package faas.gateway.proxy;

import faas.gateway.io.Deadline;
import faas.gateway.io.DeadlineSweeper;
import faas.gateway.io.OutOfBuffersException;
import faas.gateway.routing.Upstream;
import faas.gateway.wire.AnswerHead;
import faas.gateway.wire.BodyFraming;
import faas.gateway.wire.HeadWriter;
import faas.gateway.wire.TaskConnection;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One try of a call on one task: connect or take an idle connection, send the request, stream the answer. Runs on the
 * call's IO thread and ends exactly once.
 */
final class Attempt extends Deadline implements TaskConnection.Events, Upload.Events, Download.Events {
    private final Call call;
    private final CallRequest request;
    private final Upstream.Lease lease;
    private final UpstreamConnections connections;
    private final Lane lane;
    private final DeadlineSweeper deadlines;
    private final Consumer<Outcome> onEnd;
    private final Patience patience;
    private final Optional<String> upgrade;
    private final Upload upload;
    private @Nullable TaskConnection connection;
    private @Nullable Runnable connecting;
    private @Nullable Download download;
    private @Nullable UploadPace pace;
    private boolean reused;
    private boolean ended;

    Attempt(Call call, Upstream.Lease lease, UpstreamConnections connections, Consumer<Outcome> onEnd) {
        this.call = call;
        this.request = call.request();
        this.lease = lease;
        this.connections = connections;
        this.lane = connections.lane(request.loop());
        this.deadlines = request.loop().deadlines();
        this.onEnd = onEnd;
        this.patience = new Patience(
                lease.upstream().policy().timeout().map(Duration::toNanos).orElse(connections.timeoutNanos()));
        this.upgrade = Upgrade.asked(request);
        this.upload = new Upload(call, connections.buffers(), this);
    }

    void start() {
        call.onGone(this::clientFailed);
        TaskConnection idle = lane.takeIdle(lease.upstream(), !staysWhole());
        if (idle != null) {
            reused = true;
            send(idle);
            return;
        }
        connect();
    }

    private void connect() {
        deadlines.set(this, deadlines.nowNanos() + connections.connectTimeoutNanos());
        connecting = lane.connect(
                lease.upstream(), connections.buffers(), this::connected, e -> end(Outcome.NotConnected.because(e)));
    }

    private void connected(TaskConnection made) {
        connecting = null;
        lease.reached();
        send(made);
    }

    @Override
    protected void expired() {
        if (connection == null && download == null) {
            end(new Outcome.NotConnected("no connection in time", Outcome.Cause.SILENCE));
            return;
        }
        if (patience.isOver(deadlines.nowNanos())) {
            end(tooLong());
            return;
        }
        if (pace != null && download == null && upload.waitsForClient() && pace.isTooSlow(deadlines.nowNanos())) {
            end(new Outcome.Refused(new CallerMistake.BodyTooSlow()));
            return;
        }
        if (upload.isWaiting()) {
            upload.take();
        } else if (download == null) {
            checkTheWay();
        }
        lookAgain();
    }

    private Outcome tooLong() {
        if (download != null && download.waitsForMemory()) {
            return new Outcome.Refused(new Problem.Overloaded());
        }
        return waitsForClient() ? new Outcome.CallerGone() : new Outcome.TooSlow();
    }

    /** An established connection does not tell when its other end is lost; a call that can be sent elsewhere is, then. */
    private void checkTheWay() {
        patience.checked();
        connections.check(request.loop(), lease.upstream(), finding -> {
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

    private boolean staysWhole() {
        return call.isIdempotent() && (request.framing() instanceof BodyFraming.None || upload.isExpected());
    }

    /** Whether it is the client that keeps the call from going on: by not reading the answer, or not sending the body. */
    private boolean waitsForClient() {
        return download != null ? download.waitsForClient() : upload.waitsForClient();
    }

    private void send(TaskConnection made) {
        connection = made;
        if (call.isGone()) {
            clientFailed();
            return;
        }
        patience.begin(call.sentNanos(deadlines.nowNanos()));
        BodyFraming body = request.framing();
        if (lease.upstream().policy().maxInFlight().isPresent() && !(body instanceof BodyFraming.None)) {
            pace = new UploadPace(deadlines.nowNanos());
        }
        lookAgain();
        HeadWriter head = lane.head();
        TaskRequest.write(head, call, lease.upstream(), body, upgrade, upload.isExpected());
        try {
            made.send(head, body, request.method().equals(Methods.HEAD), this);
        } catch (IOException e) {
            headFailed(e);
            return;
        } catch (OutOfBuffersException e) {
            end(new Outcome.Refused(new Problem.Overloaded()));
            return;
        }
        if (!(body instanceof BodyFraming.None)) {
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
        call.response().interim(head.status(), ProxyHeaders.passing(head));
    }

    @Override
    public void answered(AnswerHead head) {
        TaskConnection answering = connection;
        if (ended || answering == null) {
            return;
        }
        upload.answered();
        lease.reached();
        lease.upstream().responded(connections.nowNanos());
        moved();
        pass(answering, head);
    }

    private void pass(TaskConnection answering, AnswerHead head) {
        if (ended) {
            return;
        }
        if (head.status() == StatusCodes.SWITCHING_PROTOCOLS) {
            if (upgrade.isPresent()) {
                // From here on the call is the tunnel's, which ends it.
                ended = true;
                deadlines.clear(this);
                new Tunnel(call, answering, connections, patience.timeoutNanos(), onEnd).open(head, upgrade.get());
            } else {
                end(new Outcome.Broken("a change of protocol that nobody asked for", false));
            }
            return;
        }
        Download begun = new Download(call, answering, head, connections.buffers(), this);
        download = begun;
        begun.start();
    }

    private void end(Outcome outcome) {
        if (ended) {
            return;
        }
        ended = true;
        deadlines.clear(this);
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
        if (ended) {
            return;
        }
        long nowNanos = deadlines.nowNanos();
        if (upload.isWaiting()) {
            deadlines.set(this, patience.goAheadNanos(nowNanos));
            return;
        }
        long nextNanos = patience.nextLookNanos(nowNanos, download == null && upload.isOver());
        boolean paced = pace != null && !upload.isOver();
        deadlines.set(this, paced ? Math.min(nextNanos, nowNanos + UploadPace.LOOK_NANOS) : nextNanos);
    }

    @Override
    public void moved() {
        patience.progressed(deadlines.nowNanos());
        lookAgain();
    }

    @Override
    public void uploaded(int bytes) {
        if (pace != null) {
            pace.uploaded(bytes);
        }
        moved();
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
        if (endsForMemory(e)) {
            return;
        }
        boolean stale = reused && download == null;
        if (stale) {
            lane.closeIdle(lease.upstream());
        }
        end(new Outcome.Broken(String.valueOf(e.getMessage()), isReplayable(), stale));
    }

    @Override
    public void uploadFailed(IOException e) {
        if (endsForMemory(e)) {
            return;
        }
        end(e instanceof RefusedBody refused ? new Outcome.Refused(refused.problem()) : new Outcome.CallerGone());
    }

    private boolean endsForMemory(IOException e) {
        if (e.getCause() instanceof OutOfBuffersException) {
            end(new Outcome.Refused(new Problem.Overloaded()));
            return true;
        }
        return false;
    }

    @Override
    public void clientFailed() {
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
