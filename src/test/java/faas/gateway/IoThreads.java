package faas.gateway;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.xnio.XnioIoThread;

/** The IO threads of one gateway. */
record IoThreads(Set<XnioIoThread> threads) {
    static final IoThreads NONE = new IoThreads(Set.of());

    IoThreads {
        threads = Set.copyOf(threads);
    }

    /** The IO threads that this starts. */
    static IoThreads startedBy(Runnable start) {
        Set<XnioIoThread> before = running();
        start.run();
        Set<XnioIoThread> started = running();
        started.removeAll(before);
        return new IoThreads(started);
    }

    private static Set<XnioIoThread> running() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(XnioIoThread.class::isInstance)
                .map(XnioIoThread.class::cast)
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** Those that have not ended. A thread ends after the last connection that it serves, whoever is at the other end. */
    List<XnioIoThread> alive() {
        return threads.stream().filter(Thread::isAlive).toList();
    }

    /** Keeps every thread busy until the latch opens; they are busy when this returns. */
    void keepBusy(CountDownLatch until, Duration limit) {
        CountDownLatch busy = new CountDownLatch(threads.size());
        threads.forEach(thread -> thread.execute(() -> {
            busy.countDown();
            Await.until("the latch to open", limit.multipliedBy(2), until::getCount, left -> left == 0);
        }));
        Await.until("the threads to be busy", limit, busy::getCount, left -> left == 0);
    }
}
