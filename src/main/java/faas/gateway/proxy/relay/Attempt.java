package faas.gateway.proxy.relay;

import faas.gateway.http1.BodyFraming;
import faas.gateway.http1.HeadWriter;
import faas.gateway.io.Deadline;
import faas.gateway.io.DeadlineSweeper;
import faas.gateway.proxy.call.Call;
import faas.gateway.proxy.call.CallRequest;
import faas.gateway.proxy.call.ClientError;
import faas.gateway.proxy.call.Outcome;
import faas.gateway.proxy.call.Problem;
import faas.gateway.proxy.call.RefusedBody;
import faas.gateway.proxy.flow.AttemptDeadline;
import faas.gateway.proxy.pool.ConnectionPool;
import faas.gateway.proxy.pool.ConnectionPools;
import faas.gateway.routing.Upstream;
import faas.gateway.taskclient.ResponseHead;
import faas.gateway.taskclient.TaskConnection;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * One attempt of a call on one task: takes or makes a connection, sends the request, and streams the response. Runs on the call's
 * IO thread and ends exactly once.
 */
public final class Attempt extends Deadline implements TaskConnection.Events, Upload.Events, Download.Events {
    private final Call call;
    private final CallRequest request;
    private final Upstream.Lease lease;
    private final ConnectionPools pools;
    private final ConnectionPool pool;
    private final DeadlineSweeper deadlines;
    private final Consumer<Outcome> onEnd;
    private final AttemptDeadline deadline;
    private final Optional<String> upgrade;
    private final Upload upload;
    private Phase phase = Phase.CONNECTING;
    private boolean reused;

    public Attempt(Call call, Upstream.Lease lease, ConnectionPools pools, Consumer<Outcome> onEnd) {
        this.call = call;
        this.request = call.request();
        this.lease = lease;
        this.pools = pools;
        this.pool = pools.of(request.loop());
        this.deadlines = request.loop().deadlines();
        this.onEnd = onEnd;
        this.deadline = new AttemptDeadline(pools.timeoutNanos(lease.upstream().policy()));
        this.upgrade = Upgrade.asked(request);
        this.upload = new Upload(call, lease.upstream().policy().maxInFlight().isPresent(), pools.buffers(), this);
    }

    public void start() {
        call.ending().onGone(this::clientFailed);
        boolean replayable =
                call.isIdempotent() && (request.framing() instanceof BodyFraming.None || upload.isExpected());
        TaskConnection idle = pool.takeIdle(lease.upstream(), !replayable);
        if (idle != null) {
            reused = true;
            send(idle);
            return;
        }
        connect();
    }

    private void connect() {
        phase = Phase.CONNECTING;
        deadlines.set(this, deadlines.nowNanos() + pools.connectTimeoutNanos());
        Runnable cancel = pool.connect(
                lease.upstream(), pools.buffers(), this::connected, e -> end(Outcome.NotConnected.because(e)));
        if (phase instanceof Phase.Connecting) {
            phase = new Phase.Connecting(cancel);
        }
    }

    private void connected(TaskConnection made) {
        lease.reached();
        send(made);
    }

    private void send(TaskConnection made) {
        phase = new Phase.Requesting(made);
        if (call.ending().isClientGone()) {
            clientFailed();
            return;
        }
        deadline.progressed(call.progress().sentNanos(deadlines.nowNanos()));
        scheduleCheck();
        BodyFraming body = request.framing();
        HeadWriter head = pool.head();
        TaskRequest.write(head, call, lease.upstream(), body, upgrade, upload.isExpected());
        try {
            made.send(head, body, request.method().equals(Methods.HEAD), this);
        } catch (IOException e) {
            headFailed(e);
            return;
        }
        if (!(body instanceof BodyFraming.None)) {
            upload.begin(made, deadlines.nowNanos());
            scheduleCheck();
        }
    }

    @Override
    protected void expired() {
        switch (phase) {
            case Phase.Connecting connecting ->
                end(new Outcome.NotConnected("no connection in time", Outcome.Cause.SILENCE));
            case Phase.Requesting requesting -> checkRequest();
            case Phase.Responding(TaskConnection connection, Download download) -> checkResponse(download);
            case Phase.Delivering(Download download) -> checkResponse(download);
            case Phase.Over over -> {}
        }
    }

    private void checkRequest() {
        long nowNanos = deadlines.nowNanos();
        if (deadline.isOver(nowNanos)) {
            end(upload.waitsForClient() ? new Outcome.ClientGone() : new Outcome.TooSlow());
        } else if (upload.isTooSlow(nowNanos)) {
            end(new Outcome.Refused(new ClientError.BodyTooSlow()));
        } else {
            if (upload.awaitsContinue()) {
                upload.take();
            } else if (upload.isOver()) {
                probe();
            }
            scheduleCheck();
        }
    }

    private void checkResponse(Download download) {
        if (!deadline.isOver(deadlines.nowNanos())) {
            scheduleCheck();
        } else if (download.waitsForMemory()) {
            end(new Outcome.Refused(new Problem.Overloaded()));
        } else {
            end(download.waitsForClient() ? new Outcome.ClientGone() : new Outcome.TooSlow());
        }
    }

    private void scheduleCheck() {
        if (phase instanceof Phase.Over || phase instanceof Phase.Connecting) {
            return;
        }
        long nowNanos = deadlines.nowNanos();
        if (upload.awaitsContinue()) {
            deadlines.set(this, deadline.continueNanos(nowNanos));
            return;
        }
        long nextNanos = deadline.nextCheckNanos(nowNanos, phase instanceof Phase.Requesting && upload.isOver());
        OptionalLong paceNanos = phase instanceof Phase.Requesting ? upload.nextPaceCheckNanos() : OptionalLong.empty();
        deadlines.set(this, Math.min(nextNanos, paceNanos.orElse(nextNanos)));
    }

    /** An established connection does not show that its other end is lost. A call that can be sent elsewhere is, then. */
    private void probe() {
        deadline.probing();
        pools.probe(request.loop(), lease.upstream(), result -> {
            if (phase instanceof Phase.Requesting) {
                AttemptDeadline.afterProbe(result, lease.upstream(), isReplayable(), pools.nowNanos())
                        .ifPresent(this::end);
            }
        });
    }

    /** Whether the call may be sent again though the task may have begun to work on it (RFC 9110 §9.2.2). */
    private boolean isReplayable() {
        boolean passedOn =
                phase instanceof Phase.Responding(TaskConnection connection, Download download) && download.hasBegun();
        return !passedOn && !upload.isTaken() && call.isIdempotent();
    }

    @Override
    public void interimResponse(ResponseHead head) {
        if (!(phase instanceof Phase.Requesting)) {
            return;
        }
        moved();
        if (head.status() == StatusCodes.CONTINUE) {
            upload.continueReceived();
            return;
        }
        call.response().interim(head.status(), ProxyHeaders.passing(head));
    }

    @Override
    public void responseStarted(ResponseHead head) {
        upload.responseBegun();
        if (!(phase instanceof Phase.Requesting(TaskConnection connection))) {
            return;
        }
        if (ProxyHeaders.isNotTaken(head) && !upload.isTaken()) {
            end(new Outcome.NotTaken());
            return;
        }
        lease.reached();
        lease.upstream().responded(pools.nowNanos());
        moved();
        if (head.status() == StatusCodes.SWITCHING_PROTOCOLS) {
            switchProtocols(connection, head);
            return;
        }
        Download download = new Download(call, connection, head, pools.buffers(), this);
        phase = new Phase.Responding(connection, download);
        download.start();
    }

    private void switchProtocols(TaskConnection connection, ResponseHead head) {
        if (upgrade.isEmpty()) {
            end(new Outcome.Broken("a change of protocol that nobody asked for", false));
            return;
        }
        phase = Phase.OVER;
        deadlines.clear(this);
        new Tunnel(call, connection, pools, deadline.timeoutNanos(), onEnd).open(head, upgrade.get());
    }

    private void end(Outcome outcome) {
        if (phase instanceof Phase.Over) {
            return;
        }
        Phase last = phase;
        phase = Phase.OVER;
        deadlines.clear(this);
        upload.stop();
        last.release();
        onEnd.accept(outcome);
    }

    @Override
    public void moved() {
        deadline.progressed(deadlines.nowNanos());
        scheduleCheck();
    }

    @Override
    public void taskDone() {
        // While some of the request is still to be written, the connection is good for no other call.
        if (phase instanceof Phase.Responding(TaskConnection connection, Download download)
                && connection.prepareForReuse()) {
            pool.giveBack(lease.upstream(), connection);
            phase = new Phase.Delivering(download);
        }
    }

    @Override
    public void delivered() {
        end(new Outcome.Answered());
    }

    @Override
    public void broken(IOException e) {
        boolean stale = reused && phase instanceof Phase.Requesting;
        Outcome outcome = Outcome.of(e, new Outcome.Broken(String.valueOf(e.getMessage()), isReplayable(), stale));
        if (stale && outcome instanceof Outcome.Broken) {
            pool.closeIdle(lease.upstream());
        }
        end(outcome);
    }

    @Override
    public void uploadFailed(IOException e) {
        end(
                e instanceof RefusedBody refused
                        ? new Outcome.Refused(refused.problem())
                        : Outcome.of(e, new Outcome.ClientGone()));
    }

    @Override
    public void clientFailed() {
        end(new Outcome.ClientGone());
    }

    /** An idle connection had been closed before a byte of this request was written. */
    @Override
    public void headFailed(IOException e) {
        if (!reused || !(phase instanceof Phase.Requesting(TaskConnection connection))) {
            end(Outcome.NotConnected.because(e));
            return;
        }
        pool.closeIdle(lease.upstream());
        connection.close();
        reused = false;
        connect();
    }
}
