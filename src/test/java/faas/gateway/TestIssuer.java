package faas.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A small OpenID issuer over HTTP: its configuration, its keys, and tokens that the JDK signs. It can rotate keys, be down, be silent, or
 * answer with anything.
 */
public final class TestIssuer implements AutoCloseable {
    public static final String AUDIENCE = "orders";

    private final HttpServer server;
    private final Map<String, KeyPair> keys = new ConcurrentHashMap<>();
    private final AtomicInteger reads = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile int status = 200;
    private volatile String answer = "";
    private volatile boolean silent;

    public TestIssuer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/.well-known/openid-configuration",
                exchange ->
                        answer(exchange, "{\"issuer\":\"" + address() + "\",\"jwks_uri\":\"" + address() + "/keys\"}"));
        server.createContext("/keys", exchange -> {
            reads.incrementAndGet();
            answer(exchange, keySet());
        });
        server.start();
        rotate("rsa", "RSA");
        add("ec", "secp256r1");
    }

    private void answer(HttpExchange exchange, String text) throws IOException {
        try (exchange) {
            if (silent) {
                awaitEnd();
            }
            byte[] body = (answer.isEmpty() ? text : answer).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private void awaitEnd() {
        try {
            closed.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** How often its keys were read. */
    public int reads() {
        return reads.get();
    }

    /** It has only this key from now on. */
    public void rotate(String id, String kind) {
        keys.clear();
        add(id, kind);
    }

    /**
     * It has this key, too.
     *
     * @param kind {@code RSA}, {@code RSA-1024} or the name of a curve
     */
    public void add(String id, String kind) {
        keys.put(id, keyPair(kind));
    }

    public static KeyPair keyPair(String kind) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(kind.startsWith("RSA") ? "RSA" : "EC");
            if (kind.startsWith("RSA")) {
                generator.initialize(kind.equals("RSA-1024") ? 1024 : 2048);
            } else {
                generator.initialize(new ECGenParameterSpec(kind));
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private KeyPair key(String id) {
        KeyPair key = keys.get(id);
        if (key == null) {
            throw new IllegalStateException("no key " + id);
        }
        return key;
    }

    /** It answers with this status from now on. */
    public void answersWith(int otherStatus) {
        status = otherStatus;
    }

    /** It answers with this text to everything; with an empty one, as it should. */
    public void answersWith(String text) {
        answer = text;
    }

    /** It takes requests and does not answer them. */
    public void isSilent() {
        silent = true;
    }

    private String keySet() {
        List<String> all = keys.entrySet().stream()
                .map(entry -> jwk(entry.getKey(), entry.getValue()))
                .toList();
        return "{\"keys\":[{\"kty\":\"unknown\"},{\"kty\":\"oct\",\"k\":\"c2VjcmV0\",\"kid\":\"oct\"}"
                + (all.isEmpty() ? "" : "," + String.join(",", all)) + "]}";
    }

    public static String jwk(String id, KeyPair pair) {
        String head = "{\"kid\":\"" + id + "\",\"use\":\"sig\",";
        return switch (pair.getPublic()) {
            case RSAPublicKey rsa ->
                head + "\"kty\":\"RSA\",\"n\":\"" + number(rsa.getModulus(), 0) + "\",\"e\":\""
                        + number(rsa.getPublicExponent(), 0) + "\"}";
            case ECPublicKey ec -> {
                int bytes = (ec.getParams().getCurve().getField().getFieldSize() + 7) / 8;
                yield head + "\"kty\":\"EC\",\"crv\":\"P-"
                        + ec.getParams().getCurve().getField().getFieldSize()
                        + "\",\"x\":\"" + number(ec.getW().getAffineX(), bytes) + "\",\"y\":\""
                        + number(ec.getW().getAffineY(), bytes) + "\"}";
            }
            default -> throw new IllegalArgumentException();
        };
    }

    private static String number(BigInteger number, int bytes) {
        byte[] raw = number.toByteArray();
        byte[] unsigned = raw[0] == 0 ? Arrays.copyOfRange(raw, 1, raw.length) : raw;
        byte[] padded = new byte[Math.max(bytes, unsigned.length)];
        System.arraycopy(unsigned, 0, padded, padded.length - unsigned.length, unsigned.length);
        return base64(padded);
    }

    /** A token that is valid for a minute, of a subject. */
    public String token(String subject) {
        return token("rsa", "RS256", claims(subject, 60, ""));
    }

    /**
     * The claims of a token for the usual audience.
     *
     * @param more further members, each after a comma
     */
    public String claims(String subject, long seconds, String more) {
        return "{\"iss\":\"" + address() + "\",\"aud\":\"" + AUDIENCE + "\",\"sub\":\"" + subject + "\",\"exp\":"
                + in(seconds) + more + "}";
    }

    public static long in(long seconds) {
        return Instant.now().getEpochSecond() + seconds;
    }

    /** A token that one of its keys signs. */
    public String token(String id, String algorithm, String claims) {
        return signed(header(id, algorithm, ""), claims, algorithm, key(id));
    }

    public static String header(String id, String algorithm, String more) {
        return "{\"alg\":\"" + algorithm + "\",\"kid\":\"" + id + "\"" + more + "}";
    }

    /** A token that any key signs. */
    public static String signed(String header, String claims, String algorithm, KeyPair key) {
        String content =
                base64(header.getBytes(StandardCharsets.UTF_8)) + "." + base64(claims.getBytes(StandardCharsets.UTF_8));
        return content + "." + base64(signature(content, algorithm, key));
    }

    private static byte[] signature(String content, String algorithm, KeyPair key) {
        String bits = algorithm.substring(2);
        try {
            Signature signature = Signature.getInstance(
                    switch (algorithm.substring(0, 2)) {
                        case "RS" -> "SHA" + bits + "withRSA";
                        case "PS" -> "RSASSA-PSS";
                        default -> "SHA" + bits + "withECDSAinP1363Format";
                    });
            if (algorithm.startsWith("PS")) {
                signature.setParameter(new PSSParameterSpec(
                        "SHA-" + bits,
                        "MGF1",
                        new MGF1ParameterSpec("SHA-" + bits),
                        Integer.parseInt(bits) / 8,
                        PSSParameterSpec.TRAILER_FIELD_BC));
            }
            signature.initSign(key.getPrivate());
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    public static String base64(String text) {
        return base64(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
