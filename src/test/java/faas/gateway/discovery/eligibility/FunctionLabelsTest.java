package faas.gateway.discovery.eligibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.gateway.discovery.eligibility.FunctionLabels.Invalid;
import faas.gateway.discovery.eligibility.FunctionLabels.None;
import faas.gateway.discovery.eligibility.FunctionLabels.Valid;
import faas.gateway.discovery.swarm.ServiceSample;
import faas.gateway.function.Balancer;
import faas.gateway.function.FunctionName;
import faas.gateway.function.FunctionPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionLabelsTest {
    @Test
    void a_service_with_both_labels_serves_that_function_on_that_port() {
        Valid labels = valid(service().label("faas.name", "addition").label("faas.port", "9000"));

        assertEquals(new FunctionName("addition"), labels.name());
        assertEquals(9000, labels.port());
        assertEquals(List.of(), labels.remarks());
    }

    @Test
    void a_service_with_only_a_name_listens_on_8080_and_uses_the_defaults() {
        Valid labels = valid(service().label("faas.name", "addition"));

        assertEquals(8080, labels.port());
        assertEquals(Optional.empty(), labels.network());
        assertEquals(FunctionPolicy.DEFAULT, labels.policy());
    }

    @Test
    void a_service_without_gateway_labels_serves_no_function() {
        FunctionLabels labels = read(service().label("com.example.faas.name", "addition"));

        assertEquals(new None(), labels);
    }

    @Test
    void a_service_with_gateway_labels_but_no_name_is_invalid() {
        FunctionLabels labels = read(service().label("faas.nmae", "addition"));

        assertEquals(
                new Invalid(
                        List.of("it has no label faas.name: give it one with the function's name, "
                                + "or remove its other labels of the gateway"),
                        List.of("faas.nmae is not a label of the gateway; did you mean faas.name?")),
                labels);
    }

    @Test
    void labels_of_the_container_are_used_as_well() {
        Valid labels = valid(service().containerLabel("faas.name", "addition").containerLabel("faas.port", "9000"));

        assertEquals(new FunctionName("addition"), labels.name());
        assertEquals(9000, labels.port());
    }

    @Test
    void a_service_label_takes_precedence_over_the_container_label() {
        Valid labels = valid(service()
                .containerLabel("faas.name", "old")
                .containerLabel("faas.port", "9000")
                .label("faas.name", "new"));

        assertEquals(new FunctionName("new"), labels.name());
        assertEquals(9000, labels.port());
    }

    @Test
    void every_policy_setting_has_a_label() {
        Valid labels = valid(service()
                .label("faas.name", "addition")
                .label("faas.network", "functions")
                .label("faas.timeout", "1m30s")
                .label("faas.retries", "0")
                .label("faas.max-inflight", "8")
                .label("faas.hold", "10s")
                .label("faas.balancer", "least-in-flight")
                .label("faas.weight", "90")
                .label("faas.path", "/api/"));

        assertEquals(Optional.of("functions"), labels.network());
        assertEquals(
                new FunctionPolicy(
                        Optional.of(Duration.ofSeconds(90)),
                        OptionalInt.of(0),
                        OptionalInt.of(8),
                        Optional.of(Duration.ofSeconds(10)),
                        Balancer.LEAST_IN_FLIGHT,
                        OptionalInt.of(90),
                        "/api"),
                labels.policy());
        assertEquals(List.of(), labels.remarks());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "faas.timeout | 0s | a duration from 1ms to 24h, such as 500ms, 10s, 1m30s or plain seconds",
                "faas.retries | 11 | a whole number from 0 to 10",
                "faas.max-inflight | 0 | a whole number from 1 to 100000",
                "faas.hold | soon | a duration from 0s to 10m, such as 500ms, 10s, 1m30s or plain seconds",
                "faas.balancer | random | round-robin or least-in-flight",
                "faas.weight | -1 | a whole number from 0 to 1000"
            })
    void an_invalid_policy_value_falls_back_to_the_default_and_is_reported_with_a_correction(
            String label, String value, String expected) {
        Valid labels = valid(service().label("faas.name", "addition").label(label, value));

        assertEquals(FunctionPolicy.DEFAULT, labels.policy());
        assertEquals(
                List.of("label " + label + "=\"" + value + "\" has no effect: write " + expected), labels.remarks());
    }

    @Test
    void an_invalid_path_falls_back_to_the_default_and_is_reported() {
        Valid labels = valid(service().label("faas.name", "addition").label("faas.path", "api/../x"));

        assertEquals("", labels.policy().path());
        assertEquals(
                "label faas.path=\"api/../x\" has no effect: write a path such as /api",
                labels.remarks().getFirst().split(":(?= it)", 2)[0]);
    }

    @Test
    void unknown_labels_are_reported_with_the_closest_known_label() {
        Valid labels = valid(service()
                .label("faas.name", "addition")
                .label("faas.prot", "9000")
                .containerLabel("Faas.Timeout", "10s")
                .label("faas.a whole\nline", ""));

        assertEquals(
                List.of(
                        "Faas.Timeout is not a label of the gateway; did you mean faas.timeout?",
                        "\"faas.a whole\\u000aline\" is not a label of the gateway; remove it",
                        "faas.prot is not a label of the gateway; did you mean faas.port?"),
                labels.remarks());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "65536", "-1", "+80", "80a", "8080 ", "http", "999999", "٨٠٨٠"})
    void an_invalid_port_is_reported_with_a_correction(String port) {
        FunctionLabels labels = read(service().label("faas.name", "addition").label("faas.port", port));

        Invalid invalid = assertInstanceOf(Invalid.class, labels);
        assertEquals(
                List.of(
                        "label faas.port=\"" + port
                                + "\": write the port the function listens on, 1 to 65535, or remove the label for the default, 8080"),
                invalid.errors());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a b", "ü", "system", "lambda", "a/b"})
    void an_invalid_name_is_reported_with_a_correction(String name) {
        FunctionLabels labels = read(service().label("faas.name", name));

        Invalid invalid = assertInstanceOf(Invalid.class, labels);
        assertEquals(1, invalid.errors().size());
        assertTrue(invalid.errors().getFirst().startsWith("label faas.name=\"" + name + "\": "));
    }

    @Test
    void all_errors_are_reported_together() {
        FunctionLabels labels = read(service().label("faas.name", "a b").label("faas.port", "none"));

        Invalid invalid = assertInstanceOf(Invalid.class, labels);
        assertEquals(2, invalid.errors().size());
    }

    @Test
    void a_value_cannot_forge_a_log_line() {
        FunctionLabels labels = read(service().label("faas.name", "a\nWARN all is lost"));

        Invalid invalid = assertInstanceOf(Invalid.class, labels);
        assertTrue(invalid.errors().getFirst().startsWith("label faas.name=\"a\\u000aWARN all is lost\": "));
    }

    private static ServiceSample service() {
        return ServiceSample.named("faas_addition");
    }

    private static Valid valid(ServiceSample service) {
        return assertInstanceOf(Valid.class, read(service));
    }

    private static FunctionLabels read(ServiceSample service) {
        return FunctionLabels.of(service.value());
    }
}
