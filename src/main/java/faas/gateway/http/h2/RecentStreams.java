package faas.gateway.http.h2;

/** The numbers of some streams that are over, the latest of them only. */
final class RecentStreams {
    /** As many as a client may have under way by default: frames of these may still arrive. */
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
