package faas.gateway.access;

import faas.gateway.function.AccessPolicy;
import faas.gateway.http1.Fields;
import faas.gateway.proxy.Decision;
import faas.gateway.proxy.call.Call;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets browsers call a function from the pages of other origins (CORS, Fetch Standard §3.2), without cookies. A browser first asks
 * whether it may, in a request that cannot carry credentials: the gateway answers that itself.
 */
final class Cors {
    private static final HttpString ALLOW_ORIGIN = new HttpString("Access-Control-Allow-Origin");
    private static final HttpString ALLOW_METHODS = new HttpString("Access-Control-Allow-Methods");
    private static final HttpString ALLOW_HEADERS = new HttpString("Access-Control-Allow-Headers");
    private static final HttpString EXPOSE_HEADERS = new HttpString("Access-Control-Expose-Headers");
    private static final HttpString MAX_AGE = new HttpString("Access-Control-Max-Age");
    private static final HttpString REQUEST_METHOD = new HttpString("Access-Control-Request-Method");
    private static final HttpString REQUEST_HEADERS = new HttpString("Access-Control-Request-Headers");

    /** Seconds. Browsers ask again after ten minutes to two hours anyway. */
    private static final String AGE = "600";

    /** Names of fields, separated by commas. */
    private static final Pattern NAMES = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~, -]{1,2048}");

    private static final String ANY = "*";

    private Cors() {}

    /**
     * Answers a browser's question, or sets the fields by which a browser shows the response to the page.
     *
     * @return null if the call is no such question
     */
    static Decision.@Nullable Answer answer(Call call, List<AccessPolicy> policies) {
        Fields request = call.request().fields();
        String origin = request.first(Headers.ORIGIN);
        if (origin == null || !policies.stream().allMatch(policy -> allows(policy, origin))) {
            return null;
        }
        boolean any = policies.stream().allMatch(policy -> policy.origins().contains(ANY));
        Fields fields = new Fields().add(ALLOW_ORIGIN, any ? ANY : origin);
        String method = request.first(REQUEST_METHOD);
        if (!call.request().method().equals(Methods.OPTIONS) || method == null) {
            fields.add(EXPOSE_HEADERS, ANY);
            addVary(fields, any);
            call.responseFields(new Fields().addAll(call.responseFields()).addAll(fields));
            return null;
        }
        addVary(fields, any);
        fields.add(MAX_AGE, AGE);
        addNames(fields, ALLOW_METHODS, method);
        addNames(fields, ALLOW_HEADERS, String.join(", ", request.all(REQUEST_HEADERS)));
        return new Decision.Answer(StatusCodes.NO_CONTENT, fields);
    }

    private static boolean allows(AccessPolicy policy, String origin) {
        return policy.origins().contains(ANY) || policy.origins().contains(origin);
    }

    /** A cache must not show the response for one origin to another. */
    private static void addVary(Fields fields, boolean any) {
        if (!any) {
            fields.add(Headers.VARY, "Origin");
        }
    }

    private static void addNames(Fields fields, HttpString field, String names) {
        if (NAMES.matcher(names).matches()) {
            fields.add(field, names);
        }
    }
}
