package faas.gateway.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.gateway.discovery.FunctionLabels.Invalid;
import faas.gateway.discovery.FunctionLabels.None;
import faas.gateway.discovery.FunctionLabels.Valid;
import faas.gateway.function.FunctionName;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionLabelsTest {
    @Test
    void a_service_with_both_labels_serves_that_function_on_that_port() {
        FunctionLabels labels = read(service().label("faas.name", "addition").label("faas.port", "9000"));

        assertEquals(new Valid(new FunctionName("addition"), 9000), labels);
    }

    @Test
    void a_missing_port_means_8080() {
        FunctionLabels labels = read(service().label("faas.name", "addition"));

        assertEquals(new Valid(new FunctionName("addition"), 8080), labels);
    }

    @Test
    void a_service_without_a_name_serves_no_function() {
        FunctionLabels labels = read(service().label("faas.port", "9000"));

        assertEquals(new None(), labels);
    }

    @Test
    void labels_of_the_container_do_as_well() {
        FunctionLabels labels =
                read(service().containerLabel("faas.name", "addition").containerLabel("faas.port", "9000"));

        assertEquals(new Valid(new FunctionName("addition"), 9000), labels);
    }

    @Test
    void a_label_of_the_service_wins_over_the_same_one_of_the_container() {
        FunctionLabels labels = read(service()
                .containerLabel("faas.name", "old")
                .containerLabel("faas.port", "9000")
                .label("faas.name", "new"));

        assertEquals(new Valid(new FunctionName("new"), 9000), labels);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "65536", "-1", "+80", "80a", "8080 ", "http", "999999", "٨٠٨٠"})
    void a_port_that_is_none_is_told_with_what_to_write_instead(String port) {
        FunctionLabels labels = read(service().label("faas.name", "addition").label("faas.port", port));

        Invalid invalid = assertInstanceOf(Invalid.class, labels);
        assertEquals(
                List.of("label faas.port=\"" + port
                        + "\": write the port the function listens on, 1 to 65535, or leave the label out for 8080"),
                invalid.mistakes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a b", "ü", "system", "lambda", "a/b"})
    void a_name_that_cannot_be_is_told_with_what_to_write_instead(String name) {
        FunctionLabels labels = read(service().label("faas.name", name));

        Invalid invalid = assertInstanceOf(Invalid.class, labels);
        assertEquals(1, invalid.mistakes().size());
        assertTrue(invalid.mistakes().getFirst().startsWith("label faas.name=\"" + name + "\": "));
    }

    @Test
    void all_mistakes_are_told_at_once() {
        FunctionLabels labels = read(service().label("faas.name", "a b").label("faas.port", "none"));

        Invalid invalid = assertInstanceOf(Invalid.class, labels);
        assertEquals(2, invalid.mistakes().size());
    }

    @Test
    void a_value_cannot_forge_a_line_of_the_log() {
        FunctionLabels labels = read(service().label("faas.name", "a\nWARN all is lost"));

        Invalid invalid = assertInstanceOf(Invalid.class, labels);
        assertTrue(invalid.mistakes().getFirst().startsWith("label faas.name=\"a\\u000aWARN all is lost\": "));
    }

    private static ServiceSample service() {
        return ServiceSample.named("faas_addition");
    }

    private static FunctionLabels read(ServiceSample service) {
        return FunctionLabels.of(service.value());
    }
}
