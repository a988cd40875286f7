package faas.gateway.admin;

import faas.gateway.admin.access.OperatorAccess;
import faas.gateway.admin.page.Page;
import faas.gateway.admin.page.PageRequest;
import faas.gateway.admin.page.PageResponse;
import faas.gateway.admin.trial.TrialPages;
import faas.gateway.http1.Fields;
import faas.gateway.proxy.call.Call;
import io.undertow.util.Headers;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the calls to the gateway's own pages. A page is made on a virtual thread, since it may block or take long, and the
 * IO threads are for calls. Thread-safe.
 */
public final class PageCalls {
    private static final Logger LOG = LoggerFactory.getLogger(PageCalls.class);

    /** Pages for everybody that are made or sent at a time. A page of a large Swarm has a megabyte. */
    private static final int MAX_OPEN_PAGES = 8;

    /** Pages for the operator that are made or sent at a time. */
    private static final int MAX_PAGES = 16;

    /** Streams at a time. Each holds a connection to Docker, and 64 KiB for its client. */
    private static final int MAX_STREAMS = 32;

    /** Watchers of the page for people at a time. Each holds 64 KiB if it reads slowly. Further ones poll. */
    private static final int MAX_WATCHERS = 32;

    /** Longer bodies are cut off; the requests that these pages understand have less than a kilobyte. */
    private static final int MAX_BODY_BYTES = 16 * 1024;

    /** Pages that share their limits. */
    private record Group(Page page, Semaphore permits, OpenStreams streams, int maxBodyBytes) {}

    private final Pages pages;
    private final OperatorAccess access;
    private final Group open;
    private final Group operator;
    private final Group ui;

    /** @param ui the page for people, and what belongs to it */
    public PageCalls(Pages pages, Page ui, OperatorAccess access) {
        this.pages = pages;
        this.access = access;
        OpenStreams streams = new OpenStreams(MAX_STREAMS);
        this.open = new Group(pages::respond, new Semaphore(MAX_OPEN_PAGES), streams, MAX_BODY_BYTES);
        this.operator = new Group(pages::respond, new Semaphore(MAX_PAGES), streams, MAX_BODY_BYTES);
        this.ui = new Group(ui, new Semaphore(MAX_PAGES), new OpenStreams(MAX_WATCHERS), TrialPages.MAX_REQUEST_BYTES);
    }

    /** Serves a call on the port for clients, on its IO thread; false if its path is none of the gateway's own. */
    public boolean serveOnPublicPort(Call call) {
        if (!access.hasLogin()) {
            return false;
        }
        // Every call of a client comes here, so only the path is read first.
        String path = PageRequest.path(call.request().target());
        if (path.equals(Pages.LIVENESS)) {
            respond(call, pages.health(request(call)).orElseThrow());
            return true;
        }
        if (!path.startsWith(Pages.SYSTEM)) {
            return false;
        }
        serveOperator(call, request(call), operator);
        return true;
    }

    /** Serves a call on the admin port, on its IO thread. */
    public void serveOnAdminPort(Call call) {
        PageRequest request = request(call);
        Optional<PageResponse.Content> health = pages.health(request);
        if (health.isPresent()) {
            respond(call, health.get());
        } else if (pages.isOpen(request)) {
            make(call, request, open);
        } else {
            serveOperator(call, request, isUi(request.path()) ? ui : operator);
        }
    }

    /** Serves a call on the port of the page for people, on its IO thread. */
    public void serveOnUiPort(Call call) {
        PageRequest request = request(call);
        serveOperator(call, request, request.path().startsWith(Pages.SYSTEM) ? operator : ui);
    }

    private static boolean isUi(String path) {
        return path.equals("/ui") || path.startsWith("/ui/");
    }

    /** Ends all streams, since the gateway stops. */
    public void stop() {
        operator.streams().stop();
        ui.streams().stop();
    }

    private void serveOperator(Call call, PageRequest request, Group group) {
        Fields fields = call.request().fields();
        Optional<PageResponse.Content> refusal = access.refusal(
                call.request().clientAddress(),
                call.client(),
                Objects.requireNonNullElse(fields.first(Headers.AUTHORIZATION), ""));
        if (refusal.isPresent()) {
            respond(call, group.equals(ui) && !access.hasLogin() ? noLogin() : refusal.get());
        } else if (request.isRead() || call.body().isEnded()) {
            make(call, request, group);
        } else {
            new ShortBody(call, group.maxBodyBytes(), body -> make(call, request.withBody(body), group)).read();
        }
    }

    private static PageResponse.Content noLogin() {
        return PageResponse.text(
                403,
                "This gateway has no login, so this page is shown only to its own host and to FAAS_ADMIN_ALLOW: "
                        + "create the secrets basic-auth-user and basic-auth-password, and give them to the gateway.\n");
    }

    private void make(Call call, PageRequest request, Group group) {
        call.release();
        Semaphore permits = group.permits();
        if (!permits.tryAcquire()) {
            respond(call, tooMany("pages"));
            return;
        }
        call.ending().onEnded(permits::release);
        Thread.ofVirtual().name("faas-page").start(() -> {
            PageResponse response = make(request, group.page());
            call.request().loop().execute(() -> send(call, request, response, group));
        });
    }

    private PageResponse make(PageRequest request, Page page) {
        try {
            return page.respond(request);
        } catch (RuntimeException e) {
            LOG.error("the page {} failed", request.path(), e);
            return PageResponse.text(500, "This page failed because of a bug; the gateway's log has the details.\n");
        }
    }

    private void send(Call call, PageRequest request, PageResponse response, Group group) {
        if (call.ending().isClientGone()) {
            return;
        }
        switch (response) {
            case PageResponse.Content content -> respond(call, content);
            case PageResponse.Stream stream -> {
                // A stream may last; it counts as one of the streams.
                call.ending().onEnded(() -> {});
                group.permits().release();
                if (request.method().equals("HEAD")) {
                    respond(call, new PageResponse.Content(200, stream.fields(), new byte[0]));
                } else if (!group.streams().start(call, stream)) {
                    respond(call, tooMany("streams"));
                }
            }
        }
    }

    private static PageResponse.Content tooMany(String what) {
        return PageResponse.text(503, "This gateway serves as many " + what + " as it may; try again in a moment.\n")
                .with(Headers.RETRY_AFTER, "1");
    }

    private static void respond(Call call, PageResponse.Content content) {
        call.release();
        if (!call.ending().isClientGone()) {
            call.response()
                    .respond(
                            content.status(),
                            new Fields().addAll(content.fields()).add(Call.ID_FIELD, call.id()),
                            content.body());
        }
    }

    private static PageRequest request(Call call) {
        return PageRequest.of(
                call.request().method().toString(),
                call.request().target(),
                call.request().fields());
    }
}
