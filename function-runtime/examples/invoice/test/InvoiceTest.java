import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faas.testing.Case;
import faas.testing.FunctionProcess;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class InvoiceTest {

    private static FunctionProcess invoice;

    @BeforeAll
    static void start() {
        invoice = FunctionProcess.serving("Invoice");
    }

    @AfterAll
    static void stop() {
        invoice.close();
    }

    @ParameterizedTest
    @MethodSource
    void every_case_has_its_expected_response(Case one) {
        one.check("http://127.0.0.1:%d".formatted(invoice.port()));
    }

    static List<Case> every_case_has_its_expected_response() {
        return Case.of("invoice");
    }

    @Test
    void an_order_becomes_a_bill() {
        var response = post("""
                {"customer": "Ada", "lines": [
                  {"article": "pen", "count": 3, "price": 1.10},
                  {"article": "ink", "count": 1, "price": 4.25}]}""");

        assertEquals(200, response.statusCode());
        assertEquals(
                "application/json",
                response.headers().firstValue("Content-Type").orElse(""));
        assertEquals("""
                {"customer":"Ada","articles":4,"net":7.55,"tax":1.43,"total":8.98}""", response.body());
    }

    @Test
    void the_tax_rate_may_be_given() {
        assertTrue(post("""
                {"customer":"Ada","taxRate":0,"lines":[{"article":"pen","count":1,"price":1.10}]}""").body().endsWith("""
                "tax":0.00,"total":1.10}"""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"lines\":[]} | customer: it is missing",
                "{\"customer\":\"Ada\"} | an order needs a line",
                "{\"customer\":1,\"lines\":[]} | customer: it is a number, not a string",
                "{\"customer\":\"Ada\",\"lines\":[{\"article\":\"a\",\"count\":\"3\",\"price\":1}]} | lines[0].count: it is a"
                        + " string, not a number",
                "{\"customer\":\"Ada\",\"lines\":[{\"article\":\"a\",\"count\":0,\"price\":1}]} | lines[0]: count must be at"
                        + " least 1",
                "{\"customer\":\"Ada\", | The body cannot be read",
                "[] | The body must be a JSON object",
            })
    void an_invalid_order_is_a_400_that_names_the_field(String order, String message) {
        var response = post(order);

        assertEquals(400, response.statusCode());
        assertTrue(response.body().contains(message), response.body());
    }

    private static HttpResponse<String> post(String json) {
        return invoice.post("/", "application/json", json);
    }
}
