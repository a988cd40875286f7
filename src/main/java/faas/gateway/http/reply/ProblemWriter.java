package faas.gateway.http.reply;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import faas.gateway.http1.Fields;
import faas.gateway.http1.PlainText;
import faas.gateway.proxy.ProblemResponder;
import faas.gateway.proxy.call.Call;
import faas.gateway.proxy.call.ClientError;
import faas.gateway.proxy.call.Problem;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Sends the gateway's own faults to clients as {@code application/problem+json} (RFC 9457), or as plain text on request. */
public final class ProblemWriter implements ProblemResponder {
    /** Seconds. A task of a healthy image starts within about one. */
    private static final String RETRY_AFTER = "1";

    /** What the gateway adds to responses of calls to {@code /function/}. */
    private static final HttpString X_START_TIME = new HttpString("X-Start-Time");

    /** By this field, on calls to {@code /function/}, clients of OpenFaaS tell its faults from those of functions. */
    private static final HttpString X_OPENFAAS_INTERNAL = new HttpString("X-OpenFaaS-Internal");

    private final Gson gson = new GsonBuilder().disableHtmlEscaping().create();

    @Override
    public void respond(Call call, Problem problem, Fields further) {
        call.ending().fault(problem.code());
        // A refusal may be the same object for many calls.
        Fields fields =
                new Fields().addAll(further).add(Call.ID_FIELD, call.id()).addAll(call.responseFields());
        if (call.responseFields().contains(X_START_TIME) && !(problem instanceof ClientError)) {
            fields.add(X_OPENFAAS_INTERNAL, "proxy");
        }
        if (problem.isPassing()) {
            fields.add(Headers.RETRY_AFTER, RETRY_AFTER);
        }
        boolean plain = PlainText.isPreferred(call.request().fields().listed(Headers.ACCEPT));
        fields.add(Headers.CONTENT_TYPE, plain ? "text/plain; charset=utf-8" : "application/problem+json");
        String body = plain ? text(call.id(), problem) : json(call.id(), problem);
        call.response().respond(problem.status(), fields, body.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(String callId, Problem problem) {
        return problem.title() + ". " + problem.detail() + " (" + problem.code() + ", call " + callId + ")\n";
    }

    private String json(String callId, Problem problem) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", "urn:problem-type:faas:" + problem.code());
        members.put("title", problem.title());
        members.put("status", problem.status());
        members.put("detail", problem.detail());
        members.put("code", problem.code());
        members.put("callId", callId);
        return gson.toJson(members) + "\n";
    }
}
