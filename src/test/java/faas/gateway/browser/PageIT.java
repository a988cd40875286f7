package faas.gateway.browser;

import static com.github.tomakehurst.wiremock.client.WireMock.binaryEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.google.gson.Gson;
import faas.gateway.Await;
import faas.gateway.GatewayFixture;
import faas.gateway.Tasks;
import faas.gateway.discovery.DiscoveryStatus;
import faas.gateway.function.Rollout;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page for people in Chromium, served by a gateway for which the test publishes what runs where. */
@SuppressWarnings("NullAway.Init") // JUnit calls the methods that set the fields.
class PageIT {
    private static final String AXE = """
            axe.run(document, {resultTypes: ['violations']}).then(result => JSON.stringify(result.violations.map(
                violation => violation.id + ': ' + violation.nodes.map(node => node.html).slice(0, 3).join(' '))))""";

    @TempDir
    static Path folder;

    private static Chromium chromium;
    private static String axe;

    @RegisterExtension
    final GatewayFixture gateway = new GatewayFixture(
                    "FAAS_UI_LISTEN", "127.0.0.1:0", "FAAS_UI_NAME", "shop_gateway.1 on node-a")
            .withLogin(folder);

    @RegisterExtension
    final WireMockExtension task = Tasks.wireMock();

    private final SampleSwarm swarm = new SampleSwarm(gateway);
    private Tab tab;

    @BeforeAll
    static void start() throws IOException {
        chromium = Chromium.start();
        try (InputStream script = PageIT.class.getResourceAsStream("/axe.min.js")) {
            axe = new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @AfterAll
    static void stop() {
        chromium.close();
    }

    @BeforeEach
    void open() {
        tab = chromium.tab();
        tab.login("admin", "secret");
        tab.size(1280, 800);
    }

    /** Whatever a test does, the page refuses nothing of its own and asks nobody else for anything. */
    @AfterEach
    void close() {
        tab.open("about:blank");
        tab.await("location.href === 'about:blank'");
        assertEquals(List.of(), tab.complaints());
        assertEquals(
                List.of(),
                tab.requests().stream()
                        .filter(url -> !url.startsWith(address("")) && !url.equals("about:blank"))
                        .toList());
        tab.close();
    }

    @Test
    void functions_are_listed_with_their_state_and_the_gateway_names_itself() {
        swarm.running("addition", 2);
        swarm.asleep("md2html");
        show("/ui/");

        tab.awaitText("shop_gateway.1 on node-a");
        tab.await(line("addition", "○ idle 2 / 2"));
        tab.await(line("md2html", "◇ asleep, holds calls 0 / 0"));
    }

    @Test
    void scaling_a_rollout_and_its_pause_appear_without_a_reload() {
        swarm.running("addition", 1);
        show("/ui/");
        tab.await(line("addition", "○ idle 1 / 1"));
        tab.eval("window.untouched = true");

        swarm.running("addition", 3);
        tab.await(line("addition", "○ idle 3 / 3"));
        swarm.function("addition", 3, 3, new Rollout("updating", "update in progress"), List.of(), List.of());
        tab.await(line("addition", "◐ rolling out 3 / 3"));
        swarm.function("addition", 3, 3, new Rollout("paused", ""), List.of("Swarm has paused its update"), List.of());
        tab.await(line("addition", "▲ rollout paused 3 / 3"));
        tab.await("document.querySelector('.attention').innerText.includes('Swarm has paused its update')");
        tab.await("document.getElementById('announcer').textContent === 'addition: rollout paused'");
        assertEquals("true", tab.eval("window.untouched"));
    }

    @Test
    void what_is_wrong_comes_first_with_its_reason_and_the_command_that_mends_it() {
        swarm.running("addition", 2);
        swarm.calls("addition", 50, 3, 0);
        swarm.broken(
                "resize",
                "faas.port=\"80a\": write a port from 1 to 65535",
                "docker service update --label-add faas.port=8080 shop_resize");
        show("/ui/");

        tab.awaitText("faas.port=\"80a\": write a port from 1 to 65535");
        tab.await("document.querySelector('.attention code').textContent"
                + " === 'docker service update --label-add faas.port=8080 shop_resize'");
        tab.await("document.querySelector('tbody tr .name').textContent === 'resize'");
        tab.await("[...document.querySelectorAll('.chip')].some(chip => chip.textContent === 'Attention 1')");
    }

    @Test
    void calls_appear_in_numbers_and_bars() {
        swarm.running("addition", 1);
        swarm.calls("addition", 200, 3, 0);
        gateway.skip(Duration.ofSeconds(10));
        show("/ui/");

        tab.await("document.querySelector('tbody .c-p99').textContent.startsWith('≤ ')");
        tab.await(line("addition", "● serving"));
        tab.await("document.querySelector('.spark path').getAttribute('d').length > 20");
    }

    @Test
    void a_function_has_its_calls_its_tasks_and_its_labels() {
        swarm.running("addition", 2);
        swarm.calls("addition", 200, 3, 5);
        gateway.skip(Duration.ofSeconds(10));
        show("/ui/#/f/addition");

        tab.awaitText("5xx");
        tab.await("document.querySelectorAll('[aria-label=Tasks] tbody tr').length === 2");
        tab.await("document.querySelector('.heat path[d^=M]') !== null");
        tab.awaitText("faas.max-inflight");
        tab.await("document.querySelectorAll('.lanes rect.old').length === 2");
        tab.await("/faas.port\\s+8080\\s+container label/.test(document.querySelector('.view').innerText)");
        tab.await("/faas.timeout\\s+\\S+\\s+setting FAAS_TIMEOUT/.test(document.querySelector('.view').innerText)");
        tab.await("document.title === 'addition · faas'");
    }

    @Test
    void a_function_is_tried_with_a_form_made_of_its_parameters() {
        task.stubFor(get("/_/info").willReturn(okJson("""
                {"name": "addition", "result": "double", "parameters": [
                  {"name": "a", "type": "double", "required": true}, {"name": "b", "type": "double", "required": true}]}""")));
        task.stubFor(get("/?a=1&b=it%27s")
                .willReturn(status(400).withBody("{\"parameters\":[{\"name\":\"b\",\"problem\":\"not_a_number\"}]}")));
        task.stubFor(get("/?a=1&b=2").willReturn(okJson("3.0").withHeader("X-Call-Id", "c1")));
        gateway.deploy("addition", task.getPort());
        show("/ui/#/f/addition/try");

        tab.await("document.getElementById('try-b') !== null");
        fill("try-a", "1");
        fill("try-b", "it's");
        tab.await("document.querySelector('.command code').textContent.endsWith(\"/addition?a=1&b=it%27s'\")");
        tab.eval("document.querySelector('.primary').click()");
        tab.await("document.getElementById('try-b').getAttribute('aria-invalid') === 'true'");
        tab.awaitText("not a number");
        fill("try-b", "2");
        tab.eval("document.querySelector('.primary').click()");
        tab.await("document.querySelector('.answer .status').textContent === 'Status 200'");
        tab.await("document.querySelector('.answer pre').textContent === '3.0'");
        assertEquals("", tab.eval("document.querySelector('.answer pre').nextSibling.nodeValue ?? ''"));
        tab.await("document.getElementById('try-b').getAttribute('aria-invalid') === 'false'");
        tab.await("/^Served by slot 1 Tries 1 Held no Call id try-/.test("
                + "document.querySelector('.record-of-call').innerText.replace(/\\s+/g, ' '))");
        tab.await("document.querySelector('.answer .command code').textContent.endsWith(\"/addition?a=1&b=2'\")");
        tab.eval(axe);
        assertEquals("[]", tab.eval(AXE));
    }

    @Test
    void records_lists_of_them_and_files_have_parts_of_the_form() {
        task.stubFor(get("/_/info").willReturn(okJson("""
                {"name": "order", "parameters": [
                  {"name": "address", "type": "Address", "required": false, "parameters": [
                    {"name": "city", "type": "String", "required": true}, {"name": "zip", "type": "int", "required": true}]},
                  {"name": "lines", "type": "List<Line>", "required": true, "parameters": [
                    {"name": "item", "type": "String", "required": true}, {"name": "count", "type": "int", "required": true}]}]}""")));
        task.stubFor(post("/")
                .withRequestBody(equalToJson("""
                        {"address": {"city": "Bonn", "zip": 53113}, "lines": [{"item": "a", "count": 1}, {"item": "b", "count": 2}]}"""))
                .willReturn(status(400)
                        .withBody("{\"parameters\":[{\"name\":\"lines[1].count\",\"problem\":\"refused\"}]}")));
        gateway.deploy("order", task.getPort());
        show("/ui/#/f/order/try");

        tab.await("document.getElementById('try-lines.0.item') !== null");
        fill("try-address.city", "Bonn");
        fill("try-address.zip", "53113");
        fill("try-lines.0.item", "a");
        fill("try-lines.0.count", "1");
        tab.eval(
                "[...document.querySelectorAll('.record .button')].find(one => one.textContent === 'Add to lines').click()");
        fill("try-lines.1.item", "b");
        fill("try-lines.1.count", "2");
        tab.eval("document.querySelector('.primary').click()");

        tab.await("document.getElementById('try-lines.1.count').getAttribute('aria-invalid') === 'true'");
        tab.eval(axe);
        assertEquals("[]", tab.eval(AXE));
    }

    @Test
    void a_file_is_sent_as_it_is() {
        byte[] bytes = {0, -1, 'a'};
        task.stubFor(get("/_/info").willReturn(okJson("""
                {"name": "size", "parameters": [{"name": "data", "type": "byte[]", "required": true, "in": "body"}]}""")));
        task.stubFor(post("/")
                .withHeader("Content-Type", equalTo("image/png"))
                .withRequestBody(binaryEqualTo(bytes))
                .willReturn(ok("3")));
        gateway.deploy("size", task.getPort());
        show("/ui/#/f/size/try");

        tab.await("document.querySelector('input[type=file]') !== null");
        tab.eval("(() => { const files = new DataTransfer(); const field = document.querySelector('input[type=file]');"
                + "files.items.add(new File([new Uint8Array([0, 255, 97])], \"it's.png\", {type: 'image/png'}));"
                + "field.files = files.files; field.dispatchEvent(new Event('change', {bubbles: true})); })()");
        tab.await("document.querySelector('.command code').textContent.includes(\"--data-binary '@it'\")");
        tab.eval("document.querySelector('.primary').click()");

        tab.await("document.querySelector('.answer pre').textContent === '3'");
    }

    @Test
    void the_latest_calls_of_a_function_appear_while_it_is_shown() {
        task.stubFor(get("/x?a=1").willReturn(ok("1")));
        gateway.deploy("addition", task.getPort());
        show("/ui/#/f/addition");
        tab.awaitText("Calls appear here while this view is open");

        gateway.get("/addition/x?a=1", "X-Call-Id", "c1");

        tab.await("/GET \\/addition\\/x\\s+200/.test("
                + "document.querySelector('[aria-label=\"Recent calls\"] tbody tr').innerText)");
        tab.await("document.querySelector('[aria-label=\"Recent calls\"] tbody tr').innerText.includes('c1')");
        tab.eval(axe);
        assertEquals("[]", tab.eval(AXE));
    }

    @Test
    void a_function_that_names_no_parameters_is_tried_with_any_request() {
        task.stubFor(get("/_/info").willReturn(status(404)));
        task.stubFor(post("/path?x=1")
                .withHeader("X-One", equalTo("1"))
                .withRequestBody(equalTo("<b>hello</b>"))
                .willReturn(ok("<b>never HTML</b>")));
        gateway.deploy("other", task.getPort());
        show("/ui/#/f/other/try");

        tab.await("document.getElementById('try-method') !== null");
        fill("try-method", "POST");
        fill("try-rest", "/path?x=1");
        fill("try-fields", "X-One: 1");
        fill("try-body", "<b>hello</b>");
        tab.eval("document.querySelector('.primary').click()");

        tab.await("document.querySelector('.answer pre').textContent === '<b>never HTML</b>'");
    }

    private void fill(String id, String text) {
        tab.eval("(() => { const field = document.getElementById('" + id + "'); field.value = "
                + new Gson().toJson(text) + "; field.dispatchEvent(new Event('input', {bubbles: true})); })()");
    }

    @Test
    void docker_in_trouble_and_a_stopping_and_a_lost_gateway_look_different() {
        swarm.running("addition", 2);
        show("/ui/");
        tab.awaitText("Swarm is read");

        gateway.discoverySays(new DiscoveryStatus(Optional.of(Duration.ofSeconds(7)), Optional.of("Docker is silent")));
        tab.await("document.body.dataset.silence === 'docker'");
        tab.awaitText("Docker is silent");
        gateway.stop();
        tab.await("document.body.dataset.silence === 'lost' || document.body.dataset.silence === 'stopping'");
        tab.await("document.body.dataset.silence === 'lost'");
        tab.awaitText("No connection to this gateway since");
    }

    @Test
    void a_hidden_page_has_no_stream() {
        swarm.running("addition", 1);
        show("/ui/");
        tab.await(line("addition", "○ idle"));
        tab.eval("Object.defineProperty(document, 'hidden', {value: true, configurable: true});"
                + "document.dispatchEvent(new Event('visibilitychange')); window.hiddenAt = performance.now()");
        tab.await("performance.now() - window.hiddenAt > 6000");

        // It opens another one only if it has closed the first.
        tab.eval("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))");

        Await.until(
                "a second stream",
                Duration.ofSeconds(10),
                () -> tab.requests().stream()
                        .filter(url -> url.endsWith("/ui/events"))
                        .count(),
                count -> count == 2);
    }

    @Test
    void a_page_without_a_stream_polls() {
        swarm.running("addition", 1);
        HttpRequest stream = HttpRequest.newBuilder(URI.create(address("/ui/events")))
                .header("Authorization", "Basic YWRtaW46c2VjcmV0")
                .build();
        List<InputStream> watchers = IntStream.range(0, 32)
                .mapToObj(i -> gateway.client().sendAsync(stream, BodyHandlers.ofInputStream()))
                .map(response -> response.join().body())
                .toList();
        show("/ui/");

        tab.awaitText("so it is updated every five seconds");
        swarm.running("addition", 2);
        tab.await(line("addition", "○ idle 2 / 2"));
        for (InputStream watcher : watchers) {
            assertDoesNotThrow(watcher::close);
        }
    }

    @Test
    void an_empty_swarm_says_how_to_begin() {
        show("/ui/");

        tab.awaitText("docker service update --label-add faas.name=NAME SERVICE");
    }

    @Test
    void keys_find_walk_open_and_leave() {
        swarm.running("addition", 1);
        swarm.running("factorial", 1);
        show("/ui/");
        tab.await(line("factorial", "○ idle"));

        tab.press("j");
        tab.await("document.activeElement.textContent === 'addition'");
        tab.press("j");
        tab.await("document.activeElement.textContent === 'factorial'");
        tab.press("/");
        tab.await("document.activeElement.id === 'search'");
        tab.press("d");
        tab.await("document.querySelectorAll('tbody tr').length === 1");
        tab.press("Escape");
        tab.await("document.querySelectorAll('tbody tr').length === 2");
    }

    @Test
    void text_of_a_swarm_is_never_html() {
        swarm.broken("<img src=x onerror=alert(1)>", "<script>alert(1)</script>", "<b>");
        show("/ui/");

        tab.awaitText("<script>alert(1)</script>");
        assertEquals("0", tab.eval("document.querySelectorAll('main img, main script, main b').length"));
    }

    @Test
    void a_large_swarm_is_shown_within_seconds_and_updated() {
        IntStream.range(0, 500).forEach(i -> swarm.running("function-" + i, 20));
        show("/ui/");

        tab.await("document.querySelectorAll('tbody tr').length === 500");
        swarm.running("function-77", 21);
        tab.await(line("function-77", "○ idle 21 / 21"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark", "narrow", "forced"})
    void axe_finds_nothing(String look) throws IOException {
        swarm.running("addition", 2);
        swarm.calls("addition", 200, 3, 5);
        swarm.asleep("md2html");
        swarm.broken("resize", "faas.port=\"80a\": write a port", "docker service update shop_resize");
        swarm.function(
                "thumbnail",
                5,
                2,
                Rollout.NONE,
                List.of("2 of 5 tasks are able to serve"),
                List.of(SampleSwarm.task(3, "pending", "running", "no suitable node")));
        gateway.skip(Duration.ofSeconds(10));
        tab.dark(look.equals("dark"));
        if (look.equals("narrow")) {
            tab.size(320, 700);
        } else if (look.equals("forced")) {
            tab.forcedColors();
        }
        for (String view : List.of("#/", "#/f/addition", "#/f/resize", "#/gateway")) {
            show("/ui/" + view);
            tab.await("document.querySelector('main table, main .view') !== null");
            tab.awaitText("shop_gateway.1");
            tab.eval(axe);

            assertEquals("[]", tab.eval(AXE), view);
            assertTrue(
                    Integer.parseInt(tab.eval("document.documentElement.scrollWidth - innerWidth")) <= 0,
                    view + " is wider than the window");
        }
    }

    /** The line of a function begins with these cells. */
    private static String line(String function, String cells) {
        return "[...document.querySelectorAll('tbody tr')].some(line => line.innerText.replace(/\\s+/g, ' ').trim()"
                + ".startsWith('" + function + " " + cells + "'))";
    }

    private void show(String path) {
        tab.open("about:blank");
        tab.open(address(path));
    }

    private String address(String path) {
        return "http://127.0.0.1:" + gateway.uiPort() + path;
    }
}
