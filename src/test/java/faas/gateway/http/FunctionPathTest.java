package faas.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FunctionPathTest {
    @ParameterizedTest
    @CsvSource({
        "/addition, addition, /",
        "/addition/, addition, /",
        "/addition/x%2Fy//z/, addition, /x%2Fy//z/",
        "/lambda/addition, addition, /",
        "/function/addition/x, addition, /x",
        "/function/lambda, lambda, /",
        "/functional/x, functional, /x",
        "/lambda, lambda, /",
        "/lambda/, '', /",
        "/, '', /",
        "//x, '', /x",
        "http://host:80/addition/x, addition, /x",
        "http://host, '', /",
        "*, '', /",
    })
    void a_path_is_split_into_the_function_and_the_rest(String uri, String name, String rest) {
        assertEquals(new FunctionPath(name, rest, ""), FunctionPath.of(uri));
    }

    @ParameterizedTest
    @CsvSource({
        "/f?, /, ?",
        "/f??a, /, ??a",
        "/f/x?a=/b?c, /x, ?a=/b?c",
        "http://h/f?q, /, ?q",
    })
    void the_query_starts_at_the_first_question_mark(String target, String rest, String query) {
        assertEquals(new FunctionPath("f", rest, query), FunctionPath.of(target));
    }
}
