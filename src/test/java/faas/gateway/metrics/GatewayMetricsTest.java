package faas.gateway.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;

class GatewayMetricsTest {
    private final GatewayMetrics metrics = new GatewayMetrics();

    @Test
    void before_the_first_reading_every_function_counts() {
        metrics.call("f", 200, "", 1);

        assertEquals(Set.of("f"), metrics.functions().keySet());
    }

    @Test
    void a_call_that_ends_after_its_function_is_gone_brings_no_series_back() {
        metrics.call("f", 200, "", 1);
        metrics.call(GatewayMetrics.NO_FUNCTION, 404, "unknown_function", 1);
        metrics.keepOnly(Set.of("g"));

        metrics.call("f", 200, "", 1);
        metrics.held("f");
        metrics.retry("f");
        metrics.connectionFailure("f");
        metrics.call("g", 200, "", 1);

        assertEquals(
                Set.of("g", GatewayMetrics.NO_FUNCTION), metrics.functions().keySet());
    }
}
