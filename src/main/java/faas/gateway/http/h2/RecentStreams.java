package faas.gateway.http.h2;

/** The identifiers of the streams that ended last. */
final class RecentStreams {
    /** The default for concurrent streams: frames of that many may still arrive. */
    private static final int KEPT = 128;

    private final int[] ids = new int[KEPT];
    private int next;

    void add(int id) {
        ids[next] = id;
        next = (next + 1) % KEPT;
    }

    boolean contains(int id) {
        for (int known : ids) {
            if (known == id) {
                return true;
            }
        }
        return false;
    }
}
