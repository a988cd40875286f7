package faas.gateway.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import faas.gateway.Await;
import faas.gateway.browser.Chromium;
import faas.gateway.browser.Tab;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page for people in Chromium, while an operator changes a real Swarm; the gateway reaches Docker through the proxy. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init") // JUnit calls the methods that set the fields.
class OperatorPageIT {
    @RegisterExtension
    static final Stack STACK =
            new Stack("stack.secure.yml", "127.0.0.1", Stack.freePort(), Map.of("FAAS_GATEWAYS", "1"));

    private static Chromium chromium;
    private Tab tab;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
    }

    @AfterAll
    static void stop() {
        chromium.close();
    }

    @BeforeEach
    void open() {
        tab = chromium.tab();
        tab.login(Stack.USER, Stack.PASSWORD);
        tab.size(1280, 800);
    }

    @AfterEach
    void close() {
        tab.open("about:blank");
        tab.close();
    }

    @Test
    @Order(1)
    void the_page_asks_for_the_login_and_lists_the_functions() throws Exception {
        HttpResponse<String> refused;
        try (HttpClient client = HttpClient.newHttpClient()) {
            refused = client.send(HttpRequest.newBuilder(STACK.uiUri("/ui/")).build(), BodyHandlers.ofString());
        }
        assertEquals(401, refused.statusCode());
        assertTrue(refused.headers().firstValue("WWW-Authenticate").orElse("").startsWith("Basic "));

        show("#/");
        tab.awaitText(Stack.NAME + "_gateway.1 on ");
        awaitLine("addition", "[●○] (serving|idle) 2 / 2");
        awaitLine("factorial", "[●○] (serving|idle) 1 / 1");
        awaitLine("md2html", "[●○] (serving|idle) 1 / 1");
        assertNothingForeign();
    }

    @Test
    @Order(2)
    void scaling_and_a_rollout_appear_without_a_reload() {
        show("#/");
        awaitLine("addition", "[●○] (serving|idle) 2 / 2");
        tab.eval("window.untouched = true");

        STACK.scale("addition", 3);
        awaitLine("addition", "[●○] (serving|idle) 3 / 3");
        update("addition", "--force");
        awaitLine("addition", "◐ rolling out");
        awaitLine("addition", "[●○] (serving|idle) 3 / 3");
        assertEquals("true", tab.eval("window.untouched"));
        assertNothingForeign();
    }

    @Test
    @Order(3)
    void a_paused_rollout_comes_first_with_what_swarm_says_and_a_command() {
        show("#/");

        update("factorial", "--update-failure-action", "pause", "--image", "faas/nothing:never");
        awaitLine("factorial", "▲ rollout paused");
        await("document.querySelector('.attention').innerText.includes('Swarm has paused its update, and says')");
        await("[...document.querySelectorAll('.attention code')].some(code => code.textContent.endsWith('" + Stack.NAME
                + "_factorial'))");
        await("document.querySelector('tbody tr .name').textContent === 'factorial'");

        update("factorial", "--image", "faas/factorial:latest");
        awaitLine("factorial", "[●○] (serving|idle) 1 / 1");
    }

    @Test
    @Order(4)
    void a_broken_label_is_shown_with_the_command_that_mends_it() {
        show("#/");

        STACK.createService("broken", "--label", "faas.name=broken", "--label", "faas.port=80a");
        awaitLine("broken", "■ not routed");
        String command = "[...document.querySelectorAll('.attention code')].find(code => code.textContent.includes('"
                + Stack.NAME + "_broken'))";
        await(command + ".textContent === 'docker service update --label-add faas.port=8080 " + Stack.NAME
                + "_broken'");
        STACK.docker().lines("service", "update", "--detach", "--label-add", "faas.port=8080", Stack.NAME + "_broken");
        awaitLine("broken", "[●○] (serving|idle) 1 / 1");
        STACK.removeService("broken");
        await("![...document.querySelectorAll('tbody .name')].some(name => name.textContent === 'broken')");
    }

    @Test
    @Order(5)
    void a_call_from_the_form_answers_and_a_400_marks_its_fields() {
        show("#/f/addition/try");
        await("document.getElementById('try-b') !== null");

        fill("try-a", "1");
        fill("try-b", "x");
        tab.eval("document.querySelector('.primary').click()");
        await("document.getElementById('try-b').getAttribute('aria-invalid') === 'true'");
        fill("try-b", "2");
        tab.eval("document.querySelector('.primary').click()");

        await("document.querySelector('.answer .status').textContent === 'Status 200'");
        await("document.querySelector('.answer pre').textContent.trim() === '3'");
        await("/^Served by slot \\d on \\S+ Tries 1 Held no Call id try-/.test("
                + "document.querySelector('.record-of-call').innerText.replace(/\\s+/g, ' '))");
        assertNothingForeign();
    }

    @Test
    @Order(6)
    void the_page_of_a_function_cannot_use_the_operators_login() {
        tab.open(STACK.uri("/md2html?md=x").toString());
        await("location.port === '" + STACK.uri("/").getPort() + "' && document.readyState === 'complete'");

        assertEquals("TypeError", tab.eval(call("cors", "application/json", "foreign")));
        // The browser sends this one, but shows nothing of the refusal, not even that there was one.
        assertEquals("TypeError", tab.eval(call("no-cors", "text/plain", "foreign")));
        show("#/");
        await("document.querySelector('.brand') !== null");
        assertEquals("basic", tab.eval(call("cors", "application/json", "own")));

        List<String> log = Await.until(
                "the page's own call in the log",
                Stack.PATIENCE,
                STACK::gatewayLog,
                lines -> lines.stream().anyMatch(line -> line.contains("call=own ")));
        assertEquals(
                List.of(),
                log.stream().filter(line -> line.contains("call=foreign ")).toList());
    }

    /** Tries a function, as a script of any page may, and gives the type of the response or the name of the error. */
    private static String call(String mode, String type, String id) {
        String trial =
                "{\"function\":\"addition\",\"method\":\"GET\",\"rest\":\"?a=1&b=2\",\"fields\":[[\"X-Call-Id\",\"" + id
                        + "\"]],\"body\":\"\"}";
        String mark = mode.equals("cors") ? ", 'X-Faas-Try': '1'" : "";
        return "fetch('" + STACK.uiUri("/ui/try") + "', {method: 'POST', credentials: 'include', mode: '" + mode
                + "', headers: {'Content-Type': '" + type + "'" + mark + "}, body: " + new Gson().toJson(trial)
                + "}).then(response => response.type, error => error.name)";
    }

    @Test
    @Order(7)
    void a_silent_docker_and_a_silent_gateway_look_different_and_pass() {
        show("#/");
        awaitLine("addition", "[●○] (serving|idle)");

        paused("docker-api", "docker");
        paused("gateway", "lost");
        awaitLine("addition", "[●○] (serving|idle)");
    }

    /** Pauses the container of a service until the page shows that, and then until it does not. */
    private void paused(String service, String silence) {
        String container = STACK.containers(service).getFirst();
        STACK.docker().lines("pause", container);
        try {
            await("document.body.dataset.silence === '" + silence + "'");
        } finally {
            STACK.docker().lines("unpause", container);
        }
        await("document.body.dataset.silence === undefined");
    }

    private static void update(String service, String... options) {
        STACK.docker()
                .lines(List.of(
                                List.of("service", "update", "--detach", "--no-resolve-image"),
                                List.of(options),
                                List.of(Stack.NAME + "_" + service))
                        .stream()
                        .flatMap(List::stream)
                        .toArray(String[]::new));
    }

    private void show(String view) {
        tab.open("about:blank");
        tab.open(STACK.uiUri("/ui/" + view).toString());
    }

    private void await(String expression) {
        tab.await(expression, Stack.PATIENCE);
    }

    /** Waits until the line of a function begins with cells like these. */
    private void awaitLine(String function, String cells) {
        await("[...document.querySelectorAll('tbody tr')].some(line => new RegExp("
                + new Gson().toJson("^" + function + " " + cells.replace("/", "\\/"))
                + ").test(line.innerText.replace(/\\s+/g, ' ').trim()))");
    }

    private void fill(String id, String text) {
        tab.eval("(() => { const field = document.getElementById('" + id + "'); field.value = "
                + new Gson().toJson(text) + "; field.dispatchEvent(new Event('input', {bubbles: true})); })()");
    }

    /** The page has refused nothing of its own, and has asked nobody else for anything. */
    private void assertNothingForeign() {
        assertEquals(List.of(), tab.complaints());
        assertEquals(
                List.of(),
                tab.requests().stream()
                        .filter(url -> !url.startsWith(STACK.uiUri("/").toString()) && !url.equals("about:blank"))
                        .toList());
    }
}
