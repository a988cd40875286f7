package faas.gateway.admin.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FeedTest {
    private final Feed feed = new Feed(Map.of("name", "gateway.1"), function -> new int[] {1, 2});

    @Test
    void a_new_watcher_gets_everything() throws InterruptedException {
        feed.update(Map.of("read", true), List.of(row("a", 1), row("b", 0)), null);

        JsonObject hello = json("hello", next(-1));

        assertEquals("gateway.1", hello.getAsJsonObject("instance").get("name").getAsString());
        assertTrue(hello.getAsJsonObject("head").get("read").getAsBoolean());
        assertEquals(2, hello.getAsJsonArray("rows").size());
        assertEquals("[1,2]", hello.getAsJsonObject("history").get("a").toString());
    }

    @Test
    void a_watcher_that_has_the_version_before_gets_only_what_changed() throws InterruptedException {
        feed.update(Map.of("read", true), List.of(row("a", 1), row("b", 0), row("c", 0)), null);
        long has = next(-1).version();

        int changes = feed.update(Map.of("read", true), List.of(row("a", 2), row("b", 0)), Map.of("a", 20));

        assertEquals(1, changes);

        JsonObject delta = json("delta", next(has));
        assertEquals(1, delta.getAsJsonArray("rows").size());
        assertEquals(
                2,
                delta.getAsJsonArray("rows")
                        .get(0)
                        .getAsJsonObject()
                        .get("inFlight")
                        .getAsInt());
        assertEquals("[\"function c\"]", delta.get("gone").toString());
        assertEquals("{\"a\":20}", delta.get("slot").toString());
        assertNull(delta.get("head"));
    }

    @Test
    void a_watcher_that_missed_a_change_gets_everything() throws InterruptedException {
        feed.update(Map.of(), List.of(row("a", 1)), null);
        long has = next(-1).version();
        feed.update(Map.of(), List.of(row("a", 2)), null);
        feed.update(Map.of(), List.of(row("a", 3)), null);

        json("hello", next(has));
    }

    @Test
    void nothing_is_sent_if_nothing_changed() throws InterruptedException {
        feed.update(Map.of(), List.of(row("a", 1)), null);
        long has = next(-1).version();
        feed.update(Map.of(), List.of(row("a", 1)), null);

        assertNull(feed.next(has, 1));
    }

    @Test
    void all_watchers_get_the_same_bytes() throws InterruptedException {
        feed.update(Map.of(), List.of(row("a", 1)), null);
        long has = next(-1).version();
        feed.update(Map.of(), List.of(row("a", 2)), null);

        assertSame(next(has).bytes(), next(has).bytes());
        assertSame(feed.snapshot(), feed.snapshot());
    }

    @Test
    void text_cannot_end_an_event() throws InterruptedException {
        feed.update(Map.of("trouble", "one\n\nevent: bye\r\ndata: {}"), List.of(), null);

        String event = new String(next(-1).bytes(), StandardCharsets.UTF_8);

        assertEquals(4, event.split("\n", -1).length - 1);
        assertEquals(-1, event.indexOf('\r'));
    }

    private Feed.Message next(long has) throws InterruptedException {
        return Objects.requireNonNull(feed.next(has, 1));
    }

    private static JsonObject json(String event, Feed.Message message) {
        String text = new String(message.bytes(), StandardCharsets.UTF_8);
        assertTrue(text.startsWith("event: " + event + "\nid: " + message.version() + "\ndata: {"), text);
        return JsonParser.parseString(text.substring(text.indexOf('{'))).getAsJsonObject();
    }

    private static FunctionRow row(String name, int inFlight) {
        return new FunctionRow(
                "function " + name,
                name,
                RowState.IDLE,
                new FunctionRow.TaskCounts(1, 1, 0, 0, 0),
                false,
                inFlight,
                0,
                null,
                null,
                null,
                List.of());
    }
}
