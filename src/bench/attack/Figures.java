import java.util.concurrent.atomic.LongAdder;

/** What an attack has done so far. Safe for use by many threads. */
record Figures(LongAdder connections, LongAdder unconnected, LongAdder sent, LongAdder ended) {
    Figures() {
        this(new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder());
    }
}
