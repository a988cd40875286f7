package faas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.runtime.config.Settings;
import faas.runtime.response.Content;
import faas.runtime.response.ServerResponse;
import faas.runtime.server.Endpoint;
import faas.runtime.server.Registrar;
import faas.runtime.server.Request;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegistrarTest implements Registrar {

    private final List<Endpoint> endpoints = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();

    @Test
    void a_registrar_receives_the_function_and_run_returns() {
        ScopedValue.where(Registrar.CURRENT, this)
                .run(() -> Function.run(List.of("a", "b"), (Double a, Double b) -> a + b, ":8080"));

        var response = (ServerResponse) endpoints.getFirst().handle(Request.get("me", "a=1&b=2"));
        assertEquals(
                "3", UTF_8.decode(((Content.Bytes) response.content()).bytes()).toString());
    }

    @Test
    void a_function_of_any_form_is_registered_by_its_own_run() {
        ScopedValue.where(Registrar.CURRENT, this).run(() -> {
            Function.of(List.of("a", "b"), (Double a, Double b) -> a + b).run(":8080");
            Function.of((Double a, Double b) -> a + b).run();
            Function.run((Double a, Double b) -> a + b);
        });

        for (Endpoint endpoint : endpoints) {
            assertEquals(200, ((ServerResponse) endpoint.handle(Request.get("me", "a=1&b=2"))).status());
        }
        assertEquals(3, endpoints.size());
    }

    @Test
    void a_registrar_receives_the_errors_of_an_invalid_function_and_the_process_continues() {
        ScopedValue.where(Registrar.CURRENT, this)
                .run(() -> Function.run(List.of("a"), (Double a, Double b) -> a + b, "8080"));

        assertEquals(List.of(), endpoints);
        assertTrue(refusals.getFirst().contains("1 names [a] for a function of 2 parameters"), refusals.toString());
        assertTrue(refusals.getFirst().contains("the address is \"8080\""), refusals.toString());
    }

    @Override
    public void register(Endpoint endpoint, Settings settings) {
        assertEquals(8080, settings.address().getPort());
        endpoints.add(endpoint);
    }

    @Override
    public void refuse(String errors) {
        refusals.add(errors);
    }

    @Override
    public void onStop(Runnable hook) {
        throw new AssertionError("no hook was given");
    }
}
