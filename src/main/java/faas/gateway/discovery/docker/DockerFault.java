package faas.gateway.discovery.docker;

import faas.gateway.function.Quoted;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;

/** A request to Docker failed; the message says why and what to do. */
public final class DockerFault extends Exception {
    private static final long serialVersionUID = 1;

    /** There was no response with a status. */
    private static final int NO_STATUS = 0;

    /** The deadline passed before the response was complete. */
    private static final int TIMED_OUT = -1;

    private final int status;

    private DockerFault(String sentence, int status, Throwable cause) {
        super(sentence, cause);
        this.status = status;
    }

    private DockerFault(String sentence, int status) {
        super(sentence);
        this.status = status;
    }

    /** Whether Docker sent a response with this status. */
    public boolean hasStatus(int expected) {
        return status == expected;
    }

    /** Whether Docker sent a response, with an error status. */
    public boolean isErrorResponse() {
        return status > NO_STATUS;
    }

    /** Whether the reading exceeded its deadline. */
    public boolean isTimeout() {
        return status == TIMED_OUT;
    }

    /** The reason and what to do, as a sentence. */
    public String reason() {
        return String.valueOf(getMessage());
    }

    /**
     * The request could not be sent, or no response began.
     *
     * @param place where Docker was tried
     * @param isTls whether the connection uses TLS
     */
    static DockerFault unreachable(String place, boolean isTls, Throwable failure) {
        return new DockerFault(unreachableReason(place, isTls, failure), NO_STATUS, failure);
    }

    /** The response began but could not be read to its end. */
    static DockerFault unreadable(String path, Throwable failure) {
        return new DockerFault(
                "Docker's response to GET " + withoutQuery(path) + " was incomplete or malformed ("
                        + new Quoted(messageOf(rootOf(failure)))
                        + "): if this lasts, see dockerd's log",
                NO_STATUS,
                failure);
    }

    /** The reading exceeded its deadline. */
    public static DockerFault timedOut(String place, Duration deadline) {
        return new DockerFault(
                "Docker at " + place + " did not respond completely within " + deadline.toMillis()
                        + " ms: check whether dockerd hangs or is overloaded",
                TIMED_OUT);
    }

    /**
     * The response reports an older state than an earlier one.
     *
     * @param what the object whose version is lower than before
     */
    public static DockerFault olderState(URI host, String what) {
        return new DockerFault(
                "the manager at " + host + " reported an older state of " + what + " than before: it may have lost the "
                        + "other managers; run \"docker node ls\" there, or point DOCKER_HOST at another manager",
                NO_STATUS);
    }

    /** The status of the response is not 200. */
    static DockerFault errorResponse(String path, int status, String message) {
        return new DockerFault(errorResponseReason(path, status, message), status);
    }

    private static String unreachableReason(String place, boolean isTls, Throwable failure) {
        Throwable root = rootOf(failure);
        String message = messageOf(root);
        if (message.contains("No such file or directory")) {
            return "there is no Docker socket at " + place.replaceFirst("^unix://", "")
                    + ": mount it into the gateway's container, or point DOCKER_HOST at it";
        }
        if (message.contains("Permission denied")) {
            return "the gateway has no permission for the Docker socket " + place.replaceFirst("^unix://", "")
                    + ": run it with the group that owns the socket, or as root";
        }
        Optional<String> insecure = tlsFailure(failure, message);
        if (insecure.isPresent()) {
            return "Docker at " + place + insecure.get() + " (" + new Quoted(message) + ")";
        }
        if (root instanceof UnknownHostException) {
            return "the host name in DOCKER_HOST=" + place + " cannot be resolved: correct it, or start what it names";
        }
        if (root instanceof ConnectException) {
            return "cannot connect to Docker at " + place + " (" + new Quoted(message)
                    + "): start dockerd there, or point DOCKER_HOST at a manager";
        }
        return "Docker at " + place + " did not respond (" + new Quoted(message) + "): check whether dockerd runs"
                + (isTls ? ", and whether it accepts cert.pem of DOCKER_CERT_PATH" : "");
    }

    /** The continuation of the message if TLS failed; empty for other failures. */
    private static Optional<String> tlsFailure(Throwable failure, String message) {
        if (isCausedBy(failure, SSLPeerUnverifiedException.class) || message.contains("ubject alternative")) {
            return Optional.of(" presented a certificate for another host: issue one for this host, "
                    + "or use a host name of the certificate in DOCKER_HOST");
        }
        if (isCausedBy(failure, CertificateExpiredException.class)
                || isCausedBy(failure, CertificateNotYetValidException.class)) {
            return Optional.of(
                    " presented a certificate that is not valid now: renew it, or set the clock of this node");
        }
        if (isCausedBy(failure, CertificateException.class)) {
            return Optional.of(" presented a certificate that ca.pem in DOCKER_CERT_PATH does not verify: "
                    + "put the certificate of the authority that signed it there");
        }
        if (message.contains("fatal alert")) {
            return Optional.of(" rejected the gateway's certificate: put cert.pem and key.pem, signed by an "
                    + "authority that Docker trusts, into DOCKER_CERT_PATH");
        }
        if (message.contains("SSL message") || message.contains("plaintext connection")) {
            return Optional.of(" does not use TLS on this port: set the TLS port in DOCKER_HOST, usually 2376, "
                    + "or unset DOCKER_TLS_VERIFY");
        }
        return Optional.empty();
    }

    /** Recognized by message, because Docker has changed the status of each of these between versions. */
    private static String errorResponseReason(String path, int status, String message) {
        if (message.contains("not a swarm manager") && message.contains("Worker")) {
            return "this node is a Swarm worker: place the gateway on a manager (node.role == manager), "
                    + "or point DOCKER_HOST at one";
        }
        if (message.contains("not a swarm manager")) {
            return "Swarm mode is off here: run \"docker swarm init\", or point DOCKER_HOST at a manager";
        }
        if (message.contains("needs to be unlocked")) {
            return "the Swarm is locked: run \"docker swarm unlock\" on this manager";
        }
        if (message.contains("certificates have expired")) {
            return "the Swarm certificate of this manager has expired: check its clock, or let it leave the Swarm and join again";
        }
        String text = "Docker answered " + status + " to GET " + withoutQuery(path) + ": " + new Quoted(message);
        return message.contains("client version")
                ? text + ": unset DOCKER_API_VERSION, or set a version that this Engine supports"
                : text;
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            root = cause;
        }
        return root;
    }

    private static boolean isCausedBy(Throwable failure, Class<? extends Throwable> kind) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).anyMatch(kind::isInstance);
    }

    /** The first line; some messages continue with advice to programmers. */
    private static String messageOf(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }

    private static String withoutQuery(String path) {
        return path.split("\\?", 2)[0];
    }
}
