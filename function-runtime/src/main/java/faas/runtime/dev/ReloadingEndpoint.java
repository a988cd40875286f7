package faas.runtime.dev;

import faas.runtime.log.Log;
import faas.runtime.response.Header;
import faas.runtime.response.Reply;
import faas.runtime.response.ServerResponse;
import faas.runtime.server.Endpoint;
import faas.runtime.server.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Serves the newest working version of a function.
 *
 * <p>An error in the sources is reported once, in the log and in the response to the call that finds it. Then the last
 * working version serves, because other clients may need it. Until some version has worked, every call gets the error.
 */
final class ReloadingEndpoint implements Endpoint {

    private static final Header STALE = new Header("X-Stale-Code", "the sources do not work");

    private final Versions versions;
    private final Log log;

    ReloadingEndpoint(Versions versions, Log log) {
        this.versions = versions;
        this.log = log;
    }

    @Override
    public Reply handle(Request request) {
        return switch (bringUpToDate()) {
            case Version.Working working -> marked(working.endpoint().handle(request));
            case Version.Broken broken -> ServerResponse.text(500, broken.messages());
        };
    }

    @Override
    public String info() {
        return versions.serving().map(working -> working.endpoint().info()).orElse("{}");
    }

    /** Marks responses of old code, for authors who miss their change. */
    private Reply marked(Reply reply) {
        if (reply instanceof ServerResponse response && versions.newest() instanceof Version.Broken) {
            List<Header> headers = new ArrayList<>(response.headers());
            headers.add(STALE);
            return new ServerResponse(response.status(), response.mediaType(), headers, response.content());
        }
        return reply;
    }

    /** The version that was compiled now, or the one that serves if nothing has changed. */
    Version bringUpToDate() {
        try {
            Optional<Version> made = versions.bringUpToDate();
            made.ifPresent(this::report);
            return made.or(versions::serving).orElseGet(versions::newest);
        } catch (IOException unreadable) {
            return new Version.Broken("The sources cannot be read: " + unreadable + "\n");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Version.Broken("stopped while compiling\n");
        }
    }

    void retire() {
        versions.serving().ifPresent(Version.Working::retire);
    }

    private void report(Version made) {
        switch (made) {
            case Version.Working _ -> log.line("development: serving a new version");
            case Version.Broken broken ->
                log.line("development: the sources do not work%s\n%s"
                        .formatted(
                                versions.serving().isPresent() ? "; the previous version keeps serving" : "",
                                broken.messages().stripTrailing()));
        }
    }
}
