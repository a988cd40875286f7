package faas.gateway.routing;

/** Is told what becomes of upstreams, on the thread that found out; must return at once. */
public interface UpstreamListener {
    /** It was told to stop, or is gone: nothing is to be kept open for it. */
    void retired(Upstream upstream);

    /** No connection to it could be made, for the first time since it was in order. */
    void ejected(Upstream upstream);
}
