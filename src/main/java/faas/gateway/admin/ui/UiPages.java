package faas.gateway.admin.ui;

import com.google.gson.Gson;
import faas.gateway.admin.page.Page;
import faas.gateway.admin.page.PageRequest;
import faas.gateway.admin.page.PageResponse;
import faas.gateway.http1.Fields;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** The page, its files and its data by path. */
final class UiPages implements Page {
    private static final String BASE = "/ui/";
    private static final String INDEX = "index.html";

    /** A browser comes back by itself. */
    private static final Duration STREAM_LIMIT = Duration.ofHours(1);

    /** Shorter than {@code FAAS_TIMEOUT} mostly is: who reads nothing for this long shows nothing of use. */
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(10);

    /** Nothing but the page's own files, which neither run text as a script nor work inside another page. */
    private static final Fields SECURITY = new Fields()
            .add(
                    new HttpString("Content-Security-Policy"),
                    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
                            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
                            + "require-trusted-types-for 'script'")
            .add(new HttpString("X-Content-Type-Options"), "nosniff")
            .add(new HttpString("Referrer-Policy"), "no-referrer")
            .add(new HttpString("Cross-Origin-Opener-Policy"), "same-origin")
            .add(new HttpString("Cross-Origin-Resource-Policy"), "same-origin");

    private final Runnable fresh;
    private final Feed feed;
    private final Sampler sampler;
    private final Watchers watchers;
    private final BooleanSupplier stopping;
    private final Map<String, Function<PageRequest, PageResponse.Content>> further;
    private final StaticFiles files = new StaticFiles();
    private final Gson gson = new Gson();

    private record Calls(int slotSeconds, List<int[]> slots, Map<String, Long> faults) {}

    /**
     * @param fresh updates what nobody has looked at lately
     * @param further other pages by their path
     */
    UiPages(
            Runnable fresh,
            Feed feed,
            Sampler sampler,
            Watchers watchers,
            BooleanSupplier stopping,
            Map<String, Function<PageRequest, PageResponse.Content>> further) {
        this.further = Map.copyOf(further);
        this.fresh = fresh;
        this.feed = feed;
        this.sampler = sampler;
        this.watchers = watchers;
        this.stopping = stopping;
    }

    @Override
    public PageResponse respond(PageRequest request) {
        Function<PageRequest, PageResponse.Content> other = further.get(request.path());
        if (other != null) {
            return secured(other.apply(request).with(Headers.CACHE_CONTROL, "no-store"));
        }
        if (!request.isRead()) {
            return secured(PageResponse.text(405, "This page supports only GET and HEAD.\n")
                    .with(Headers.ALLOW, "GET, HEAD"));
        }
        return switch (request.path()) {
            case "/", "/ui" -> secured(PageResponse.text(302, "").with(Headers.LOCATION, BASE));
            case BASE + "events" -> events();
            case BASE + "state" -> state();
            case BASE + "calls" -> calls(request);
            default -> secured(file(request));
        };
    }

    private PageResponse.Content file(PageRequest request) {
        String path = request.path().equals(BASE) ? BASE + INDEX : request.path();
        Optional<PageResponse.Content> file =
                path.startsWith(BASE) ? files.respond(path.substring(BASE.length()), request) : Optional.empty();
        return file.orElseGet(() -> PageResponse.text(404, "There is no such page; the page is " + BASE + "\n"));
    }

    private PageResponse events() {
        watchers.looked();
        fresh.run();
        Fields fields = new Fields()
                .add(Headers.CONTENT_TYPE, "text/event-stream")
                .add(Headers.CACHE_CONTROL, "no-store")
                .addAll(SECURITY);
        return new PageResponse.Stream(fields, STREAM_LIMIT, READ_TIMEOUT, new Watching(feed, watchers, stopping));
    }

    private PageResponse state() {
        watchers.looked();
        fresh.run();
        return data(feed.snapshot());
    }

    private PageResponse calls(PageRequest request) {
        Optional<String> function = request.parameter("function");
        if (function.isEmpty()) {
            return secured(PageResponse.text(422, "Name a function: " + BASE + "calls?function=NAME\n"));
        }
        return data(gson.toJson(
                new Calls(Sampler.SLOT_SECONDS, sampler.slots(function.get()), sampler.faults(function.get()))));
    }

    private static PageResponse data(String json) {
        return secured(PageResponse.content(200, "application/json", json.getBytes(StandardCharsets.UTF_8))
                .with(Headers.CACHE_CONTROL, "no-store"));
    }

    private static PageResponse.Content secured(PageResponse.Content content) {
        return new PageResponse.Content(
                content.status(), new Fields().addAll(content.fields()).addAll(SECURITY), content.body());
    }
}
