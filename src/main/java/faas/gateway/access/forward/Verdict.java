package faas.gateway.access.forward;

import faas.gateway.proxy.call.Call;
import java.net.http.HttpResponse;

/** What the service says about a call, and about others that are the same. */
sealed interface Verdict {
    record Admits(Call.Caller caller) implements Verdict {}

    /** The client gets the service's own response. */
    record Refuses(HttpResponse<byte[]> response) implements Verdict {}

    /** It said nothing in time, or nothing of use. */
    record Silent() implements Verdict {}
}
