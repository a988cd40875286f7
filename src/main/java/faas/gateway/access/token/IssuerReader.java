package faas.gateway.access.token;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.JSONObjectUtils;
import faas.gateway.config.TokenIssuer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads the keys of issuers over HTTP (RFC 7517). Thread-safe; blocks for at most twice its timeout. */
final class IssuerReader implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** Those of large issuers have some 10 KiB. */
    private static final int MAX_BYTES = 256 * 1024;

    private static final int MAX_MESSAGE = 200;

    /** Where an issuer says what its addresses are (OpenID Connect Discovery 1.0 §4). */
    private static final String CONFIGURATION = "/.well-known/openid-configuration";

    /** The keys cannot be read; the message says why. */
    static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1;

        UnreadableException(String message) {
            super(message);
        }
    }

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    /** Reads the keys that may sign tokens. */
    VerificationKeys read(TokenIssuer issuer) throws UnreadableException, InterruptedException {
        URI address = issuer.keys().isPresent() ? issuer.keys().get() : keysAddress(issuer);
        Map<String, Object> set = get(address);
        try {
            Map<String, Object>[] keys = JSONObjectUtils.getJSONObjectArray(set, "keys");
            if (keys == null) {
                throw new UnreadableException(address + " has no keys");
            }
            return VerificationKeys.of(
                    List.of(keys).stream().flatMap(key -> parse(key).stream()).toList());
        } catch (ParseException e) {
            throw new UnreadableException(address + " has no list of keys");
        }
    }

    /** One that is malformed, or of a kind that is not known, does not make the others useless. */
    private static List<JWK> parse(Map<String, Object> key) {
        try {
            return List.of(JWK.parse(key));
        } catch (ParseException | IllegalArgumentException | IllegalStateException e) {
            return List.of();
        }
    }

    private URI keysAddress(TokenIssuer issuer) throws UnreadableException, InterruptedException {
        URI address = URI.create(issuer.issuer().replaceAll("/+$", "") + CONFIGURATION);
        Map<String, Object> configuration = get(address);
        Object named = configuration.get("issuer");
        if (!issuer.issuer().equals(named)) {
            throw new UnreadableException(
                    address + " names another issuer: write it in FAAS_ISSUERS exactly as it is there");
        }
        if (configuration.get("jwks_uri") instanceof String text) {
            try {
                URI keys = new URI(text);
                boolean secure = "https".equals(keys.getScheme());
                if (secure
                        || ("http".equals(keys.getScheme()) && issuer.issuer().startsWith("http:"))) {
                    return keys;
                }
            } catch (java.net.URISyntaxException e) {
                // Reported below.
            }
        }
        throw new UnreadableException(address + " has no usable jwks_uri");
    }

    private Map<String, Object> get(URI address) throws UnreadableException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Accept", "application/json")
                .build();
        // A timeout of the request itself would end with the response's head.
        CompletableFuture<HttpResponse<byte[]>> response =
                client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BYTES));
        try {
            HttpResponse<byte[]> got = response.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            if (got.statusCode() != 200) {
                throw new UnreadableException(address + " answers with the status " + got.statusCode());
            }
            return JSONObjectUtils.parse(new String(got.body(), StandardCharsets.UTF_8));
        } catch (TimeoutException e) {
            throw new UnreadableException(address + " does not answer within " + TIMEOUT.toSeconds() + " s");
        } catch (ExecutionException e) {
            String cause = String.valueOf(e.getCause());
            throw new UnreadableException(
                    "cannot read " + address + ": " + cause.substring(0, Math.min(cause.length(), MAX_MESSAGE)));
        } catch (ParseException e) {
            throw new UnreadableException(address + " does not answer with a JSON object");
        } finally {
            response.cancel(true);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
