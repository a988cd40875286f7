package faas.gateway.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import faas.gateway.fuzz.Case.Protocol;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The parts of the fuzzer, held against the examples of the RFCs and against wrong outcomes. */
class FuzzerTest {
    private static final Reply OK =
            new Reply(200, List.of(), List.of(), Framing.LENGTH, List.of("ok"), List.of(), ReplyFlaw.NONE);

    @Test
    void fields_are_decoded_as_in_the_example_of_the_rfc_with_huffman_and_table() {
        // RFC 7541 C.6.1
        String block = "488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff"
                + "6e919d29ad171863c78f0b97c8e9ae82ae43d3";

        List<Field> fields = new Hpack().decode(latin1(HexFormat.of().parseHex(block)));

        assertEquals(
                List.of(
                        ":status: 302",
                        "cache-control: private",
                        "date: Mon, 21 Oct 2013 20:13:21 GMT",
                        "location: https://www.example.com"),
                Names.lines(fields));
    }

    @Test
    void literals_of_any_length_are_read_as_they_were_written() {
        List<Field> fields = List.of(new Field("x", "\u00e9\0\r\n"), new Field("long", "a".repeat(5000)));

        assertEquals(fields, new Hpack().decode(latin1(Hpack.encode(fields))));
    }

    @Test
    void a_target_loses_the_functions_name_and_nothing_else() {
        assertEquals("/", Oracle.target("/f"));
        assertEquals("/??", Oracle.target("/lambda/f??"));
        assertEquals("//a/?x", Oracle.target("http://h/f//a/?x"));
    }

    @Test
    void a_request_framed_twice_is_not_taken_for_whole() throws IOException {
        MessageReader reader =
                reader("POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        Message head = reader.head();

        assertEquals(
                "framed twice",
                reader.body(head == null ? new Message("", List.of(), "", List.of(), "") : head, false)
                        .ending());
    }

    @Test
    void a_case_keeps_only_what_makes_it_fail() {
        Case drawn = new Case(
                Protocol.HTTP_1_1,
                List.of(call(new Field("X-A", "1")), call(new Field("X-B", "2"), new Field("X-Bad", "3"))),
                List.of(5, 9));

        Case small = new Shrinker(one -> one.calls().stream()
                        .anyMatch(call -> call.fields().stream().anyMatch(field -> field.is("X-Bad"))))
                .shrink(drawn);

        Call call = small.calls().getFirst();
        assertEquals(List.of(new Field("Host", "h"), new Field("X-Bad", "3")), call.fields());
        assertEquals(new Case(Protocol.HTTP_1_1, List.of(call), List.of()), small);
    }

    @Test
    void the_same_seed_draws_the_same_case() {
        for (int seed = 0; seed < 200; seed++) {
            assertEquals(
                    new Generator(new SplittableRandom(seed)).next(), new Generator(new SplittableRandom(seed)).next());
        }
    }

    @Test
    void a_call_that_reached_the_task_twice_is_a_violation() {
        Case sent = new Case(Protocol.HTTP_1_1, List.of(call()), List.of());
        Message request = new Message("GET / HTTP/1.1", List.of(), "", List.of(), Message.WHOLE);

        List<Violation> violations =
                Oracle.judge(sent, List.of(Seen.nothing(Seen.CLOSED)), List.of(List.of(request, request)));

        assertEquals(
                "2 requests for one call, client saw closed",
                violations.getFirst().kind());
    }

    private static Call call(Field... fields) {
        List<Field> all = new ArrayList<>(List.of(new Field("Host", "h")));
        all.addAll(List.of(fields));
        return new Call("GET", "/f/a?b", all, Framing.NONE, List.of(), List.of(), Flaw.NONE, OK);
    }

    private static MessageReader reader(String bytes) {
        return new MessageReader(new ByteArrayInputStream(bytes.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
