package faas.gateway.admin.access;

import faas.gateway.admin.page.PageResponse;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Predicate;

/** Who may read the pages: with a login whoever has it, without one the operator's addresses. */
public final class OperatorAccess {
    private final Optional<Login> login;
    private final Predicate<InetAddress> allowed;

    /** @param allowed the addresses that may read all pages of the admin port while there is no login */
    public OperatorAccess(Optional<Login> login, Predicate<InetAddress> allowed) {
        this.login = login;
        this.allowed = allowed;
    }

    public boolean hasLogin() {
        return login.isPresent();
    }

    /**
     * Checks a request.
     *
     * @param peer the address that the connection comes from
     * @param client the address that the call comes from, according to trusted proxies
     * @param authorization the value of {@code Authorization}; empty without one
     * @return why the request is refused; empty if it is not
     */
    public Optional<PageResponse.Content> refusal(InetAddress peer, InetAddress client, String authorization) {
        if (login.isPresent()) {
            return login.get().refusal(client, authorization);
        }
        if (allowed.test(peer)) {
            return Optional.empty();
        }
        return Optional.of(
                PageResponse.text(
                        403,
                        "Only /healthz, /readyz and /metrics are open to your address " + peer.getHostAddress()
                                + "; to read the other pages, add it to FAAS_ADMIN_ALLOW, or connect from the gateway's host.\n"));
    }
}
