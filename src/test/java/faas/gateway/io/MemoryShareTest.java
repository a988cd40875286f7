package faas.gateway.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryShareTest {
    private static final int MAX_BUFFERS = 100;
    private static final int MAX_BYTES = 1_000;

    private static final Duration LONG_AGO = Duration.ofSeconds(10);
    private static final Duration JUST_NOW = Duration.ofMillis(100);

    private final ManualThread thread = new ManualThread();
    private final DeadlineSweeper sweeper = new DeadlineSweeper(thread, thread::nanoTime);
    private final List<Boolean> shortages = new ArrayList<>();
    private final List<String> shed = new ArrayList<>();
    private final MemoryShare share =
            new MemoryShare(new MemoryLimits(1, MAX_BUFFERS, MAX_BYTES), 1, sweeper, shortages::add);

    @Test
    void memory_is_short_from_the_first_byte_beyond_the_limit_until_a_tenth_is_free() {
        Client client = busy("a", 600);
        share.startCall(client, 400);
        assertFalse(share.isShort());

        share.startCall(client, 1);
        assertTrue(share.isShort());
        share.endCall(client, 100);
        sweep();
        assertTrue(share.isShort(), "901 of 1,000 bytes are held");
        share.endCall(client, 1);
        sweep();

        assertFalse(share.isShort());
        assertEquals(List.of(true, false), shortages);
    }

    @Test
    void long_bodies_wait_once_all_buffers_are_in_use_and_memory_is_short_at_half_of_the_reserve() {
        takeBuffers(MAX_BUFFERS - 1);
        assertTrue(share.hasBuffersForBodies());
        takeBuffers(1);
        assertFalse(share.hasBuffersForBodies());
        takeBuffers(4);
        assertFalse(share.isShort());

        takeBuffers(1);
        assertTrue(share.isShort());
        for (int i = 0; i < 14; i++) {
            share.bufferReturned();
        }
        sweep();
        assertTrue(share.isShort(), "91 of 100 buffers are in use");
        share.bufferReturned();
        sweep();

        assertFalse(share.isShort());
        assertTrue(share.hasBuffersForBodies());
        assertEquals(90, share.buffersInUse());
    }

    @Test
    void a_connection_may_start_any_number_of_calls_while_half_of_the_memory_is_free() {
        Client client = busy("a", 0);
        for (int i = 0; i < MAX_BUFFERS / 2; i++) {
            assertTrue(share.mayStartCall(client));
            share.startCall(client, 1);
        }
        share.startCall(client, 1);

        assertTrue(share.mayStartCall(client), "no other connection has calls");
    }

    @Test
    void beyond_that_each_connection_with_several_calls_has_an_equal_part_and_the_first_call_is_always_allowed() {
        Client greedy = busy("a", 0);
        Client modest = busy("b", 0);
        Client fresh = busy("c", 0);
        start(greedy, 60);
        start(modest, 2);

        assertFalse(share.mayStartCall(greedy));
        assertTrue(share.mayStartCall(modest));
        assertTrue(share.mayStartCall(fresh));
        for (int i = 0; i < 40; i++) {
            share.endCall(greedy, 1);
        }
        assertTrue(share.mayStartCall(greedy));
    }

    @Test
    void calls_that_have_their_connection_to_themselves_take_nothing_from_the_others_part() {
        Client multiplexer = busy("a", 0);
        for (int i = 0; i < MAX_BUFFERS; i++) {
            share.startCall(busy("single " + i, 0), 0);
        }
        start(multiplexer, 40);

        assertTrue(share.mayStartCall(multiplexer));
    }

    @Test
    void the_same_applies_to_the_heap_that_calls_hold() {
        Client greedy = busy("a", 0);
        Client modest = busy("b", 0);
        share.startCall(greedy, 300);
        share.startCall(greedy, 300);
        start(modest, 2);

        assertFalse(share.mayStartCall(greedy));
        assertTrue(share.mayStartCall(modest));
    }

    @Test
    void an_address_may_hold_four_times_what_is_free_and_always_a_little() {
        MemoryShare large = largeShare();
        Client greedy = new Client("greedy", "greedy", large);
        Client alike = new Client("alike", "alike", large);
        Client other = new Client("other", "other", large);
        List.of(greedy, alike, other).forEach(client -> large.add(client, 0));
        large.startCall(greedy, 3_900_000);
        large.startCall(alike, 3_900_000);
        large.startCall(other, 60_000);
        assertTrue(large.mayStartCall(greedy), "1,140,000 bytes are free up to nine tenths");

        large.startCall(alike, 200_000);

        assertFalse(large.mayStartCall(greedy));
        assertTrue(large.mayStartCall(other));
    }

    @Test
    void the_idle_connections_of_an_address_do_not_keep_it_from_calling() {
        MemoryShare large = largeShare();
        Client balancer = new Client("balancer", "balancer", large);
        Client alike = new Client("alike", "alike", large);
        List.of(balancer, alike).forEach(client -> large.add(client, 4_300_000));

        assertTrue(large.mayStartCall(balancer));
    }

    @Test
    void an_address_that_holds_more_than_half_may_be_a_balancer_and_is_not_limited_by_what_is_free() {
        MemoryShare large = largeShare();
        Client balancer = new Client("balancer", "balancer", large);
        Client further = new Client("further", "balancer", large);
        large.add(balancer, 0);
        large.add(further, 0);
        large.startCall(balancer, 8_900_000);

        assertTrue(large.mayStartCall(further));
    }

    private void start(Client client, int calls) {
        for (int i = 0; i < calls; i++) {
            share.startCall(client, 1);
        }
    }

    private MemoryShare largeShare() {
        return new MemoryShare(new MemoryLimits(1, 1_000, 10_000_000), 1, sweeper, shortages::add);
    }

    private void takeBuffers(int count) {
        for (int i = 0; i < count; i++) {
            share.bufferTaken();
        }
    }

    @Test
    void a_shortage_is_reported_once_and_again_when_it_recurs() {
        Client client = busy("a", MAX_BYTES + 1);
        share.startCall(client, 1);
        sweep();
        sweep();
        share.endCall(client, 500);
        sweep();

        share.startCall(client, 500);

        assertEquals(List.of(true, false, true), shortages);
    }

    @Test
    void the_threads_share_the_limits_evenly() {
        MemoryShare quarter = new MemoryShare(new MemoryLimits(1, 8, 400), 4, sweeper, shortages::add);
        Client client = new Client("a", "a", quarter);
        quarter.add(client, 100);
        quarter.bufferTaken();
        assertTrue(quarter.hasBuffersForBodies());
        assertFalse(quarter.isShort());

        quarter.bufferTaken();

        assertFalse(quarter.hasBuffersForBodies());
        quarter.startCall(client, 1);
        assertTrue(quarter.isShort());
    }

    @Test
    void a_removed_connection_holds_nothing_and_removing_it_twice_changes_nothing() {
        Client a = busy("a", 300);
        Client b = busy("b", 300);
        Client c = busy("c", 300);

        share.remove(a);
        share.remove(a);
        share.startCall(a, 10_000);
        share.remove(c);
        share.remove(a);
        assertEquals(1, share.connections());
        share.startCall(b, 700);
        assertFalse(share.isShort());
        share.startCall(b, 1);

        assertTrue(share.isShort(), "only what b holds counts");
    }

    @Test
    void no_connection_is_closed_while_a_tenth_of_the_memory_is_free() {
        stalled("a", LONG_AGO, MAX_BYTES * 9 / 10);

        sweep();

        assertEquals(List.of(), shed);
    }

    @Test
    void no_connection_is_closed_before_the_next_sweep() {
        stalled("a", LONG_AGO, MAX_BYTES + 1);

        assertTrue(share.isShort());
        assertEquals(List.of(), shed);
    }

    @Test
    void the_connections_that_waited_longest_are_closed_first_and_no_more_than_needed() {
        stalled("second", LONG_AGO.minusSeconds(1), 200);
        stalled("third", LONG_AGO.minusSeconds(2), 200);
        idle("idle", 200);
        busy("busy", 200);
        stalled("first", LONG_AGO, 201);

        sweep();

        assertEquals(List.of("first"), shed);
        assertFalse(share.isShort());
    }

    @Test
    void idle_connections_are_closed_after_stalled_ones() {
        idle("idle", 400);
        stalled("stalled", JUST_NOW.multipliedBy(3), 100);
        busy("busy", 501);

        sweep();

        assertEquals(List.of("stalled", "idle"), shed);
    }

    @Test
    void connections_that_progressed_within_a_quarter_of_a_second_are_kept_until_they_stall() {
        stalled("moved", Duration.ofMillis(150), 500);
        busy("busy", 501);

        // The sweep comes 50 ms later.
        sweep();
        assertEquals(List.of(), shed);
        assertTrue(share.isShort());
        thread.pass(Duration.ofMillis(100));

        assertEquals(List.of("moved"), shed);
        assertFalse(share.isShort());
    }

    @Test
    void connections_with_a_call_that_do_not_wait_for_the_client_are_never_closed() {
        busy("a", MAX_BYTES);
        busy("b", MAX_BYTES);

        thread.pass(Duration.ofMinutes(1));

        assertEquals(List.of(), shed);
        assertTrue(share.isShort());
    }

    @Test
    void connections_of_an_address_that_holds_more_than_half_are_closed_first() {
        stalled("other", LONG_AGO.multipliedBy(2), 400);
        greedy("greedy 1", LONG_AGO.minusSeconds(1), 201);
        greedy("greedy 2", LONG_AGO, 200);
        greedy("greedy 3", JUST_NOW, 200);

        sweep();

        assertEquals(List.of("greedy 2"), shed);
    }

    @Test
    void other_connections_are_closed_too_if_that_is_not_enough() {
        stalled("other", LONG_AGO.multipliedBy(2), 400);
        greedy("greedy", LONG_AGO, 50);
        busy("greedy address", "busy", 551);

        sweep();

        assertEquals(List.of("greedy", "other"), shed);
    }

    @Test
    void half_is_not_more_than_half() {
        stalled("other", LONG_AGO.multipliedBy(2), 600);
        greedy("greedy", LONG_AGO, 600);

        sweep();

        assertEquals(List.of("other"), shed);
    }

    /** The next sweep runs. */
    private void sweep() {
        sweeper.sweepSoon();
        thread.pass(Duration.ofNanos(DeadlineSweeper.TICK_NANOS));
    }

    private Client busy(String name, long bytes) {
        return busy(name, name, bytes);
    }

    private Client busy(String address, String name, long bytes) {
        return added(new Client(name, address, share), bytes);
    }

    private void idle(String name, long bytes) {
        Client client = new Client(name, name, share);
        client.idle = true;
        added(client, bytes);
    }

    private void stalled(String name, Duration ago, long bytes) {
        stalled(name, name, ago, bytes);
    }

    /** One of several connections from one address. */
    private void greedy(String name, Duration ago, long bytes) {
        stalled("greedy address", name, ago, bytes);
    }

    private void stalled(String address, String name, Duration ago, long bytes) {
        Client client = new Client(name, address, share);
        client.stalledSinceNanos = sweeper.nowNanos() - ago.toNanos();
        added(client, bytes);
    }

    private Client added(Client client, long bytes) {
        share.add(client, bytes);
        return client;
    }

    /** A connection that records that it was closed. */
    private final class Client extends MemoryHolder {
        private final String name;
        private final String address;
        private final MemoryShare of;
        private boolean idle;
        private long stalledSinceNanos = Long.MAX_VALUE;

        Client(String name, String address, MemoryShare of) {
            this.name = name;
            this.address = address;
            this.of = of;
        }

        @Override
        protected boolean isIdle() {
            return idle;
        }

        @Override
        protected long stalledSinceNanos() {
            return stalledSinceNanos;
        }

        @Override
        protected Object address() {
            return address;
        }

        @Override
        protected void shed() {
            shed.add(name);
            of.remove(this);
        }
    }
}
