package faas.gateway.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallQueueTest {
    private long nowNanos;
    private final CallQueue queue = new CallQueue(3, () -> nowNanos);
    private final List<String> woken = new ArrayList<>();

    @Test
    void the_call_that_has_waited_longest_is_the_first_one_whatever_left_in_between() {
        assertEquals(Optional.empty(), queue.oldest());
        CallQueue.Position early = queue.newPosition();
        enqueue("early", early);
        nowNanos = 5;
        enqueue("late", queue.newPosition());
        nowNanos = 7;
        assertEquals(Optional.of(Duration.ofNanos(7)), queue.oldest());

        early.leave();
        assertEquals(Optional.of(Duration.ofNanos(2)), queue.oldest());
        enqueue("early", early);
        assertEquals(Optional.of(Duration.ofNanos(7)), queue.oldest());
    }

    @Test
    void calls_are_woken_in_order_of_arrival() {
        enqueue("a", queue.newPosition());
        enqueue("b", queue.newPosition());
        enqueue("c", queue.newPosition());

        queue.wakeFirst();
        assertEquals(List.of("a"), woken);
        queue.wakeAll();
        assertEquals(List.of("a", "b", "c"), woken);
        assertEquals(0, queue.size());
    }

    @Test
    void a_call_that_queues_again_keeps_its_position() {
        CallQueue.Position early = queue.newPosition();
        enqueue("early", early);
        enqueue("late", queue.newPosition());
        queue.wakeFirst();
        enqueue("early", early);

        queue.wakeFirst();

        assertEquals(List.of("early", "early"), woken);
    }

    @Test
    void a_full_queue_refuses_further_calls() {
        assertTrue(enqueue("a", queue.newPosition())
                && enqueue("b", queue.newPosition())
                && enqueue("c", queue.newPosition()));

        assertFalse(enqueue("d", queue.newPosition()));

        queue.wakeFirst();
        assertTrue(enqueue("d", queue.newPosition()));
    }

    @Test
    void a_call_that_queues_again_is_accepted_by_a_full_queue_and_counts_once() {
        CallQueue.Position position = queue.newPosition();
        enqueue("a", position);
        queue.wakeFirst();
        enqueue("b", queue.newPosition());
        enqueue("c", queue.newPosition());
        enqueue("d", queue.newPosition());

        assertTrue(enqueue("a", position));
        assertTrue(enqueue("a", position));

        assertTrue(position.isFirst());
        assertEquals(4, queue.size());
        queue.wakeAll();
        assertEquals(0, queue.size());
    }

    @Test
    void a_call_that_left_is_not_woken() {
        CallQueue.Position position = queue.newPosition();
        enqueue("a", position);

        assertTrue(position.leave());

        queue.wakeAll();
        assertEquals(List.of(), woken);
        assertFalse(position.leave());
        assertEquals(0, queue.size());
    }

    @Test
    void a_signal_between_the_attempt_and_queueing_is_not_lost() {
        CallQueue.Position position = queue.newPosition();
        long before = queue.signals();
        queue.wakeAll();

        queue.enqueue(position, () -> woken.add("a"), before);

        assertEquals(List.of("a"), woken);
    }

    private boolean enqueue(String who, CallQueue.Position position) {
        return queue.enqueue(position, () -> woken.add(who), queue.signals());
    }
}
