package faas.gateway.admin;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import faas.gateway.GatewayFixture;
import faas.gateway.Tasks;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The latest calls of a function that someone looks at. */
class RecentCallsTest {
    @RegisterExtension
    final WireMockExtension task = Tasks.wireMock();

    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture();

    @BeforeEach
    void deploy() {
        task.stubFor(get(urlPathEqualTo("/a")).willReturn(ok("x")));
        task.stubFor(get("/b").willReturn(status(404)));
        gateway.deploy("f", task.getPort());
        gateway.deploy("other", task.getPort());
    }

    @Test
    void they_are_recorded_from_the_first_look_on() {
        call("/f/a", "before");
        assertEquals(0, recent("f").size());

        call("/other/a", "c0");
        call("/f/a?secret=1", "c1");
        call("/f/b", "c2");

        JsonArray calls = recent("f");
        assertEquals(2, calls.size());
        JsonObject latest = calls.get(0).getAsJsonObject();
        assertEquals("c2", latest.get("call").getAsString());
        assertEquals(404, latest.get("status").getAsInt());
        JsonObject first = calls.get(1).getAsJsonObject();
        assertEquals("/f/a", first.get("path").getAsString());
        assertEquals(1, first.get("attempts").getAsInt());
        assertEquals(1, first.get("bytes").getAsInt());
    }

    @Test
    void they_are_forgotten_when_nobody_looks_any_more() {
        recent("f");
        call("/f/a", "c1");
        assertEquals(1, recent("f").size());

        gateway.skip(Duration.ofSeconds(20));
        call("/f/a", "c2");

        assertEquals(0, recent("f").size());
    }

    @Test
    void the_latest_fifty_of_sixteen_functions_are_kept() {
        recent("f");
        for (int i = 0; i < 60; i++) {
            call("/f/a", "c" + i);
        }
        assertEquals("c59", recent("f").get(0).getAsJsonObject().get("call").getAsString());
        assertEquals(50, recent("f").size());

        List<String> names =
                IntStream.range(0, 16).mapToObj(i -> "further-" + i).toList();
        names.forEach(name -> {
            gateway.deploy(name, task.getPort());
            recent(name);
        });
        call("/further-14/a", "first");
        call("/further-15/a", "last");
        assertEquals(1, recent("further-14").size());
        assertEquals(0, recent("further-15").size());
    }

    @Test
    void of_a_function_that_is_not_deployed_there_are_none() {
        assertEquals(0, recent("nobody").size());
        assertEquals(422, gateway.admin("/ui/recent").statusCode());
    }

    /** Makes a call; what is recorded about it may follow its last byte. */
    private void call(String path, String id) {
        gateway.get(path, "X-Call-Id", id);
        gateway.awaitAccessLog(line -> line.contains("call=" + id + " "));
        gateway.awaitIoThreads();
    }

    private JsonArray recent(String function) {
        return JsonParser.parseString(
                        gateway.admin("/ui/recent?function=" + function).body())
                .getAsJsonArray();
    }
}
