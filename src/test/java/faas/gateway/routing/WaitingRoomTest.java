package faas.gateway.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitingRoomTest {
    private final WaitingRoom room = new WaitingRoom(3);
    private final List<String> woken = new ArrayList<>();

    @Test
    void they_are_woken_in_the_order_they_came() {
        enter("a", room.draw());
        enter("b", room.draw());
        enter("c", room.draw());

        room.wakeFirst();
        assertEquals(List.of("a"), woken);
        room.wakeAll();
        assertEquals(List.of("a", "b", "c"), woken);
        assertEquals(0, room.size());
    }

    @Test
    void who_comes_back_has_the_old_place() {
        WaitingRoom.Ticket early = room.draw();
        enter("early", early);
        enter("late", room.draw());
        room.wakeFirst();
        enter("early", early);

        room.wakeFirst();

        assertEquals(List.of("early", "early"), woken);
    }

    @Test
    void more_than_there_are_places_do_not_get_in() {
        assertTrue(enter("a", room.draw()) && enter("b", room.draw()) && enter("c", room.draw()));

        assertFalse(enter("d", room.draw()));

        room.wakeFirst();
        assertTrue(enter("d", room.draw()));
    }

    @Test
    void who_comes_back_is_let_in_though_the_room_is_full_and_counts_once() {
        WaitingRoom.Ticket ticket = room.draw();
        enter("a", ticket);
        room.wakeFirst();
        enter("b", room.draw());
        enter("c", room.draw());
        enter("d", room.draw());

        assertTrue(enter("a", ticket));
        assertTrue(enter("a", ticket));

        assertTrue(ticket.isFirst());
        assertEquals(4, room.size());
        room.wakeAll();
        assertEquals(0, room.size());
    }

    @Test
    void who_left_is_not_woken() {
        WaitingRoom.Ticket ticket = room.draw();
        enter("a", ticket);

        assertTrue(ticket.leave());

        room.wakeAll();
        assertEquals(List.of(), woken);
        assertFalse(ticket.leave());
        assertEquals(0, room.size());
    }

    @Test
    void a_signal_between_the_try_and_the_entry_is_not_lost() {
        WaitingRoom.Ticket ticket = room.draw();
        long before = room.signals();
        room.wakeAll();

        room.enter(ticket, () -> woken.add("a"), before);

        assertEquals(List.of("a"), woken);
    }

    private boolean enter(String who, WaitingRoom.Ticket ticket) {
        return room.enter(ticket, () -> woken.add(who), room.signals());
    }
}
