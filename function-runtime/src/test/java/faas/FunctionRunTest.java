package faas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.testing.FunctionProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionRunTest {

    private static final Map<String, String> NO_DELAY = Map.of("FAAS_DRAIN_DELAY", "0", "FAAS_STOP_TIMEOUT", "60s");

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void a_signal_lets_the_call_in_flight_finish_and_the_exit_code_is_0(String signal) throws Exception {
        try (var function = FunctionProcess.serving("faas.samples.Waiting", NO_DELAY)) {
            var call = function.getAsync("/");
            function.awaitOutput("waiting");

            kill(signal, function);
            function.awaitRefusal();
            release(function);

            assertEquals("done", call.join().body());
            assertEquals("close", call.join().headers().firstValue("Connection").orElse(""));
            assertEquals(0, function.exitCode());
            assertTrue(function.output().getLast().endsWith("stopped: 1 finished, 0 interrupted"));
        }
    }

    @Test
    void while_draining_it_is_healthy_and_not_ready_and_still_responds() throws Exception {
        try (var function = FunctionProcess.serving("faas.samples.Waiting", Map.of("FAAS_DRAIN_DELAY", "60s"))) {
            var before = function.getAsync("/");
            function.awaitOutput("waiting");

            function.terminate();
            while (function.get("/_/ready").statusCode() == 200) {
                Thread.onSpinWait();
            }

            assertEquals(503, function.get("/_/ready").statusCode());
            assertEquals(200, function.get("/_/health").statusCode());
            var late = function.getAsync("/");
            release(function);
            release(function);
            assertEquals(200, before.join().statusCode());
            assertEquals(200, late.join().statusCode());
            assertEquals("close", late.join().headers().firstValue("Connection").orElse(""));
        }
    }

    @Test
    void a_second_signal_ends_it_at_once() throws Exception {
        try (var function = FunctionProcess.serving("faas.samples.Waiting", NO_DELAY)) {
            var _ = function.getAsync("/");
            function.awaitOutput("waiting");

            kill("TERM", function);
            function.awaitRefusal();
            kill("TERM", function);

            assertEquals(143, function.exitCode());
        }
    }

    @Test
    void a_call_that_does_not_finish_in_time_is_cut_off_and_the_exit_code_is_still_0() {
        try (var function = FunctionProcess.serving(
                "faas.samples.Waiting", Map.of("FAAS_DRAIN_DELAY", "0", "FAAS_STOP_TIMEOUT", "10ms"))) {
            var _ = function.getAsync("/");
            function.awaitOutput("waiting");

            function.terminate();

            assertEquals(0, function.exitCode());
            function.awaitOutput("stopped: 0 finished, 1 interrupted");
        }
    }

    @Test
    void a_signal_during_the_start_ends_the_process_with_0() {
        try (var function = FunctionProcess.started("faas.samples.SlowStart", Map.of())) {
            function.awaitOutput("starting");

            function.terminate();

            assertEquals(0, function.exitCode());
            assertEquals(List.of("starting"), function.output());
        }
    }

    @Test
    void stop_hooks_run_after_the_last_call() {
        try (var function = FunctionProcess.serving("faas.samples.Ending", NO_DELAY)) {
            assertEquals("here", function.get("/").body());
            function.awaitOutput(" GET / 200 "); // only then is the call over for the server
            function.terminate();

            assertEquals(0, function.exitCode());
            String output = String.join("\n", function.output());
            assertTrue(
                    output.matches("(?s).*failed: java.lang.IllegalStateException: cannot be closed.*"
                            + "\nfirst given, last done\n.* INFO stopped: 0 finished, 0 interrupted"),
                    output);
        }
    }

    @Test
    void a_function_that_ends_the_process_keeps_its_exit_code() {
        try (var function = FunctionProcess.serving("faas.samples.Exiting")) {
            var _ = function.getAsync("/?code=7");

            assertEquals(7, function.exitCode());
        }
    }

    @Test
    void all_errors_are_reported_together_and_the_process_ends_with_2() {
        try (var function = FunctionProcess.started(
                "faas.samples.Invalid",
                Map.of(
                        "FAAS_ADDRESS", " ",
                        "FAAS_PORT", "abc",
                        "FAAS_MAX_INFLIGHT", "many",
                        "FAAS_DRAIN_DELAY", "soon"))) {

            assertEquals(2, function.exitCode());
            assertEquals("""
                    Cannot serve this function:
                      - two parameters are named a: give each its own name
                      - 3 names [a, a, b] for a function of 2 parameters: name each parameter, in order
                      - a is of type java.lang.Object, which is not a supported parameter type: use one of byte, short, int, long, float, \
                    double, boolean, char, String, BigInteger, BigDecimal, UUID, an enum, a java.time type, a record, Optional, \
                    List or Set of these, byte[] or InputStream for the body (a lambda must declare its types: (Double a, Double b) \
                    -> a + b)
                      - the function returns java.lang.Thread, which cannot be sent as a response: return a String, a number, a \
                    record, a list, a map or a Result
                      - FAAS_MAX_INFLIGHT is "many": write a whole number from 1 to 10000
                      - FAAS_DRAIN_DELAY is "soon": write 10s, 1m30s, 500ms or plain seconds, an hour at most
                      - the address is "8080": write :8080, or 127.0.0.1:8080 to be reached from this machine only
                      - FAAS_PORT is "abc": write a whole number from 0 to 65535\
                    """, String.join("\n", function.output()));
        }
    }

    @Test
    void a_port_in_use_is_reported_and_the_process_ends_with_1() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var function = FunctionProcess.started(
                        "faas.samples.Waiting", Map.of("FAAS_ADDRESS", "127.0.0.1:" + taken.getLocalPort()))) {

            assertEquals(1, function.exitCode());
            assertEquals(
                    "Cannot listen on 127.0.0.1:%d: Address already in use".formatted(taken.getLocalPort()),
                    String.join("\n", function.output()));
        }
    }

    @Test
    void it_logs_what_it_serves_and_unknown_settings_and_nothing_else() {
        try (var function = FunctionProcess.serving(
                "faas.samples.Exiting", Map.of("FAAS_MAX_INFLIGHT", "3", "FAAS_MAX_INFLIHGT", "5"))) {
            function.awaitOutput(
                    "FAAS_MAX_INFLIHGT is set, but the runtime knows only FAAS_ADDRESS, FAAS_PORT, FAAS_MAX_INFLIGHT");

            assertTrue(function.output()
                    .getFirst()
                    .endsWith("serving function(int code) on 127.0.0.1:%d, up to 3 calls in flight"
                            .formatted(function.port())));
            assertEquals(2, function.output().size());
        }
    }

    private static void release(FunctionProcess function) throws IOException {
        function.input().write('\n');
        function.input().flush();
    }

    private static void kill(String signal, FunctionProcess function) throws Exception {
        assertEquals(
                0,
                new ProcessBuilder("kill", "-" + signal, Long.toString(function.pid()))
                        .start()
                        .waitFor());
    }
}
