package faas.gateway.discovery.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DockerFaultTest {
    private static final String SOCKET = "unix:///var/run/docker.sock";
    private static final String TCP = "tcp://manager:2375";

    @Test
    void a_missing_socket() {
        assertEquals(
                "there is no Docker socket at /var/run/docker.sock: mount it into the gateway's container, or point "
                        + "DOCKER_HOST at it",
                unreachable(SOCKET, new SocketException("No such file or directory")));
    }

    @Test
    void a_socket_without_permission() {
        assertEquals(
                "the gateway has no permission for the Docker socket /var/run/docker.sock: run it with the group that "
                        + "owns the socket, or as root",
                unreachable(SOCKET, new BindException("Permission denied")));
    }

    @Test
    void a_refused_connection() {
        assertEquals(
                "cannot connect to Docker at tcp://manager:2375 (\"Connection refused\"): start dockerd there, or point "
                        + "DOCKER_HOST at a manager",
                unreachable(TCP, new ConnectException("Connection refused")));
    }

    @Test
    void an_unknown_host() {
        assertEquals(
                "the host name in DOCKER_HOST=tcp://manager:2375 cannot be resolved: correct it, or start what "
                        + "it names",
                unreachable(TCP, new UnknownHostException("manager")));
    }

    @Test
    void a_broken_connection() {
        assertEquals(
                "Docker at tcp://manager:2375 did not respond (\"Connection reset\"): check whether dockerd runs",
                unreachable(TCP, new SocketException("Connection reset")));
    }

    @Test
    void a_certificate_that_has_expired() {
        assertEquals(
                "Docker at tcp://manager:2376 presented a certificate that is not valid now: renew it, or set the clock of this "
                        + "node (\"NotAfter: Thu Nov 26 00:00:00 UTC 2026\")",
                DockerFault.unreachable(
                                "tcp://manager:2376",
                                true,
                                new IllegalStateException(
                                        new CertificateExpiredException("NotAfter: Thu Nov 26 00:00:00 UTC 2026")))
                        .reason());
    }

    @Test
    void a_swarm_whose_certificates_have_expired() {
        assertEquals(
                "the Swarm certificate of this manager has expired: check its clock, or let it leave the Swarm and join again",
                answered(503, "Swarm certificates have expired. To replace them, leave the swarm and join again."));
    }

    @Test
    void a_worker() {
        assertEquals(
                "this node is a Swarm worker: place the gateway on a manager (node.role == manager), or point "
                        + "DOCKER_HOST at one",
                answered(
                        503,
                        "This node is not a swarm manager. Worker nodes can't be used to view or modify cluster state. "
                                + "Please run this command on a manager node or promote the current node to a manager."));
    }

    @Test
    void an_engine_without_swarm_mode() {
        assertEquals(
                "Swarm mode is off here: run \"docker swarm init\", or point DOCKER_HOST at a manager",
                answered(
                        503,
                        "This node is not a swarm manager. Use \"docker swarm init\" or \"docker swarm join\" to "
                                + "connect this node to swarm and try again."));
    }

    @Test
    void a_locked_swarm() {
        assertEquals(
                "the Swarm is locked: run \"docker swarm unlock\" on this manager",
                answered(
                        503,
                        "Swarm is encrypted and needs to be unlocked before it can be used. Please use \"docker swarm "
                                + "unlock\" to unlock it."));
    }

    @Test
    void an_api_version_the_engine_does_not_speak() {
        String reason = answered(400, "client version 1.99 is too new. Maximum supported API version is 1.41");

        assertTrue(reason.endsWith(": unset DOCKER_API_VERSION, or set a version that this Engine supports"), reason);
    }

    @Test
    void any_other_error_response_is_quoted() {
        assertEquals(
                "Docker answered 500 to GET /tasks: \"rpc error: no leader\\u000a\"",
                answered(500, "rpc error: no leader\n"));
    }

    @Test
    void a_stall() {
        assertEquals(
                "Docker at tcp://manager:2375 did not respond completely within 2000 ms: check whether dockerd hangs or is "
                        + "overloaded",
                DockerFault.timedOut(TCP, Duration.ofSeconds(2)).reason());
    }

    private static String unreachable(String place, Exception root) {
        return DockerFault.unreachable(place, false, new IllegalStateException(root))
                .reason();
    }

    private static String answered(int status, String message) {
        return DockerFault.errorResponse("/tasks", status, message).reason();
    }
}
