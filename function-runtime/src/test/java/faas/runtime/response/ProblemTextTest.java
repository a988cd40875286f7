package faas.runtime.response;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProblemTextTest {

    @Test
    void a_problem_is_json_with_an_error_for_each_parameter() {
        var bad = new BadParameter("a", "not_a_number", Optional.of("double"), "\"foo\" is not a number (double)");

        ServerResponse response = ProblemText.json(Problem.badParameters(List.of(bad)), "call-1");

        assertEquals(400, response.status());
        assertEquals("application/problem+json", response.mediaType());
        assertEquals("""
                {"status":400,"error":"bad_parameter",\
                "message":"Bad parameter a: \\"foo\\" is not a number (double)",\
                "parameters":[{"name":"a","problem":"not_a_number","type":"double"}],"callId":"call-1"}""", text(response));
    }

    @Test
    void a_problem_without_parameters_has_no_list_of_them() {
        assertEquals("""
                {"status":404,"error":"not_found","message":"There is no such path: the function is at /",\
                "callId":"call-1"}""", text(ProblemText.json(Problem.noSuchPath(), "call-1")));
    }

    @Test
    void a_problem_is_one_line_as_text() {
        ServerResponse response = ProblemText.plain(Problem.failed(), "call-1");

        assertEquals("text/plain; charset=utf-8", response.mediaType());
        assertEquals("The function failed (call call-1)\n", text(response));
    }

    @Test
    void text_of_a_client_cannot_break_out_of_the_json() {
        String hostile = "\"}\n\r\t\\ \u0000\u001b\u0085\u2028 \ud800 å😀";

        assertEquals("\"\\\"}\\n\\r\\t\\\\ \\u0000\\u001b\\u0085\\u2028 \\ud800 å😀\"", Quoted.json(hostile));
    }

    @Test
    void a_cut_text_never_ends_in_half_a_character() {
        String cut = Quoted.cut("x".repeat(63) + "😀" + "x");

        assertEquals("x".repeat(63) + "…", cut);
        assertFalse(Quoted.cut("x".repeat(64)).endsWith("…"));
    }

    private static String text(ServerResponse response) {
        return UTF_8.decode(((Content.Bytes) response.content()).bytes()).toString();
    }
}
