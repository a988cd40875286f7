package faas.gateway.admin.ui;

import faas.gateway.admin.page.PageRequest;
import faas.gateway.admin.page.PageResponse;
import io.undertow.util.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The files that the page is made of, out of the jar; each is read when it is first asked for. Thread-safe. */
final class StaticFiles {
    private static final String SCRIPT = "text/javascript; charset=utf-8";

    /** Every file with its type; nothing else is served. */
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("index.html", "text/html; charset=utf-8"),
            Map.entry("ui.css", "text/css; charset=utf-8"),
            Map.entry("icon.svg", "image/svg+xml"),
            Map.entry("app.js", SCRIPT),
            Map.entry("attention.js", SCRIPT),
            Map.entry("calls.js", SCRIPT),
            Map.entry("charts.js", SCRIPT),
            Map.entry("dom.js", SCRIPT),
            Map.entry("feed.js", SCRIPT),
            Map.entry("form.js", SCRIPT),
            Map.entry("format.js", SCRIPT),
            Map.entry("function.js", SCRIPT),
            Map.entry("gateway.js", SCRIPT),
            Map.entry("keys.js", SCRIPT),
            Map.entry("labels.js", SCRIPT),
            Map.entry("lanes.js", SCRIPT),
            Map.entry("overview.js", SCRIPT),
            Map.entry("states.js", SCRIPT),
            Map.entry("try.js", SCRIPT));

    @SuppressWarnings("ArrayRecordComponent") // Never compared with another.
    private record Loaded(byte[] bytes, String tag) {}

    private final Map<String, Loaded> loaded = new ConcurrentHashMap<>();

    /** The response with a file; empty if there is none with the name. */
    Optional<PageResponse.Content> respond(String name, PageRequest request) {
        String type = TYPES.get(name);
        if (type == null) {
            return Optional.empty();
        }
        Loaded file = loaded.computeIfAbsent(name, StaticFiles::load);
        boolean known = request.fields().listed(Headers.IF_NONE_MATCH).contains(file.tag());
        return Optional.of(PageResponse.content(known ? 304 : 200, type, known ? new byte[0] : file.bytes())
                .with(Headers.ETAG, file.tag())
                .with(Headers.CACHE_CONTROL, "no-cache"));
    }

    private static Loaded load(String name) {
        try (InputStream in = StaticFiles.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the jar has no file " + name);
            }
            byte[] bytes = in.readAllBytes();
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new Loaded(bytes, '"' + HexFormat.of().formatHex(hash, 0, 16) + '"');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
