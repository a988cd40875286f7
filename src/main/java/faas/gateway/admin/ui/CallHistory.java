package faas.gateway.admin.ui;

import faas.gateway.metrics.CallCounts;

/** The calls of one function in the last ten minutes, in slots of ten seconds. Not thread-safe. */
final class CallHistory {
    /** The slots that are kept; one function needs five kilobytes for them. */
    static final int SLOTS = 60;

    private final int[] ring = new int[SLOTS * CallCounts.COLUMNS];
    private CallCounts before;
    private int next;

    /** @param before the counts at the end of the latest slot */
    CallHistory(CallCounts before) {
        this.before = before;
    }

    /** Ends a slot. */
    void close(CallCounts now) {
        for (int column = 0; column < CallCounts.COLUMNS; column++) {
            ring[next * CallCounts.COLUMNS + column] = (int) Math.min(Integer.MAX_VALUE, since(now, column));
        }
        next = (next + 1) % SLOTS;
        before = now;
    }

    /** Counters begin at 0 again when a function comes back. */
    private long since(CallCounts now, int column) {
        long more = now.get(column) - before.get(column);
        return more < 0 ? now.get(column) : more;
    }

    /** All calls in one of the latest slots, of which 1 is the latest. */
    int calls(int slotsBack) {
        int[] slot = slot(slotsBack);
        return slot[CallCounts.ANSWERED] + slot[CallCounts.CLIENT_ERRORS] + slot[CallCounts.SERVER_ERRORS];
    }

    /** The columns of one of the latest slots, of which 1 is the latest. */
    int[] slot(int slotsBack) {
        int slot = Math.floorMod(next - slotsBack, SLOTS);
        int[] columns = new int[CallCounts.COLUMNS];
        System.arraycopy(ring, slot * CallCounts.COLUMNS, columns, 0, CallCounts.COLUMNS);
        return columns;
    }

    /** The sum of the latest slots and of the one that has not ended, by column. */
    long[] sums(int slots, CallCounts now) {
        long[] sums = new long[CallCounts.COLUMNS];
        for (int column = 0; column < CallCounts.COLUMNS; column++) {
            sums[column] = since(now, column);
        }
        for (int back = 1; back <= slots; back++) {
            int[] slot = slot(back);
            for (int column = 0; column < CallCounts.COLUMNS; column++) {
                sums[column] += slot[column];
            }
        }
        return sums;
    }
}
