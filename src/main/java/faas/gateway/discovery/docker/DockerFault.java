package faas.gateway.discovery.docker;

import faas.gateway.function.Quoted;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Docker could not be asked, or did not answer as it should; the message says what to do. */
public final class DockerFault extends Exception {
    private static final long serialVersionUID = 1;

    /** Stands for "there was no answer with a status". */
    private static final int NO_STATUS = 0;

    /** Stands for "it took too long", which is no status either. */
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

    /** Whether Docker did answer, with this status. */
    public boolean hasStatus(int expected) {
        return status == expected;
    }

    /** Whether Docker answered at all, but refused. */
    public boolean isErrorResponse() {
        return status > NO_STATUS;
    }

    /** Whether the reading was cut off at its deadline. */
    public boolean isTimeout() {
        return status == TIMED_OUT;
    }

    /** The sentence for people. */
    public String reason() {
        return String.valueOf(getMessage());
    }

    /**
     * The request could not be sent, or no answer began.
     *
     * @param isTls whether the connection was to be secured by TLS
     */
    static DockerFault unreachable(URI host, boolean isTls, Throwable failure) {
        return new DockerFault(unreachableReason(host, isTls, failure), NO_STATUS, failure);
    }

    /** The answer began but could not be read to its end. */
    static DockerFault unreadable(String path, Throwable failure) {
        return new DockerFault(
                "Docker's answer to GET " + withoutQuery(path) + " broke off or made no sense ("
                        + new Quoted(messageOf(rootOf(failure)))
                        + "): see dockerd's log if this lasts",
                NO_STATUS,
                failure);
    }

    /** The reading took longer than it may. */
    public static DockerFault timedOut(URI host, Duration deadline) {
        return new DockerFault(
                "Docker at " + host + " did not answer in full within " + deadline.toMillis()
                        + " ms: see whether dockerd hangs or is overloaded",
                TIMED_OUT);
    }

    /**
     * The answer is older than one before it.
     *
     * @param what what shows it
     */
    public static DockerFault olderState(URI host, String what) {
        return new DockerFault(
                "the manager at " + host + " tells an older state than before (of " + what + "): it may have lost the "
                        + "other managers; see \"docker node ls\" there, or point DOCKER_HOST at another",
                NO_STATUS);
    }

    /** The answer's status is not 200. */
    static DockerFault errorResponse(String path, int status, String message) {
        return new DockerFault(errorResponseReason(path, status, message), status);
    }

    private static String unreachableReason(URI host, boolean isTls, Throwable failure) {
        Throwable root = rootOf(failure);
        String message = messageOf(root);
        if (message.contains("No such file or directory")) {
            return "there is no Docker socket at " + host.getPath()
                    + ": mount it into the gateway's container, or point DOCKER_HOST at it";
        }
        if (message.contains("Permission denied")) {
            return "the gateway may not use the Docker socket " + host.getPath()
                    + ": run it with the group that owns the socket, or as root";
        }
        Optional<String> insecure = tlsFailure(failure, message);
        if (insecure.isPresent()) {
            return "Docker at " + host + insecure.get() + " (" + new Quoted(message) + ")";
        }
        if (root instanceof UnknownHostException) {
            return "no host is known by the name in DOCKER_HOST=" + host + ": correct it";
        }
        if (root instanceof ConnectException) {
            return "nothing can be reached at " + host + " (" + new Quoted(message)
                    + "): start dockerd there, or point DOCKER_HOST at a manager";
        }
        return "Docker at " + host + " gave no answer (" + new Quoted(message) + "): see whether dockerd runs"
                + (isTls ? ", and whether it accepts cert.pem of DOCKER_CERT_PATH" : "");
    }

    /** What went wrong between the two ends of TLS; empty if it was something else. */
    private static Optional<String> tlsFailure(Throwable failure, String message) {
        if (isCausedBy(failure, SSLPeerUnverifiedException.class) || message.contains("ubject alternative")) {
            return Optional.of(" shows a certificate for another host: make one that names this host, "
                    + "or name the host in DOCKER_HOST as the certificate does");
        }
        if (isCausedBy(failure, CertificateException.class)) {
            return Optional.of(" shows a certificate that ca.pem in DOCKER_CERT_PATH does not vouch for: "
                    + "put the certificate of the authority that signed it there");
        }
        if (message.contains("fatal alert")) {
            return Optional.of(" does not accept the gateway's certificate: put cert.pem and key.pem into "
                    + "DOCKER_CERT_PATH, signed by the authority Docker trusts");
        }
        if (message.contains("SSL message") || message.contains("plaintext connection")) {
            return Optional.of(" does not speak TLS on this port: name the one that does in DOCKER_HOST, usually 2376, "
                    + "or drop DOCKER_TLS_VERIFY");
        }
        return Optional.empty();
    }

    /** By the message, since the status for each of these has changed between versions. */
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
        String text = "Docker answered " + status + " to GET " + withoutQuery(path) + ": " + new Quoted(message);
        return message.contains("client version")
                ? text + ": leave DOCKER_API_VERSION out, or set one this Engine speaks"
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

    /** The first line; what follows in some is advice to programmers. */
    private static String messageOf(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }

    private static String withoutQuery(String path) {
        return path.split("\\?", 2)[0];
    }
}
