package faas.gateway.fuzz;

import java.util.ArrayList;
import java.util.List;

/**
 * A request over HTTP/2 as it is sent, well-formed or not.
 *
 * @param head the pseudo-fields and the fields, in the order in which they are sent
 * @param data what the DATA frames carry
 * @param trailers none if empty
 */
record Http2Request(List<Field> head, List<String> data, List<Field> trailers) {
    static Http2Request of(Call call, String id) {
        List<Field> head = new ArrayList<>();
        head.add(new Field(":method", call.method()));
        head.add(new Field(":scheme", "http"));
        head.add(new Field(":path", call.target()));
        call.fields().stream()
                .filter(field -> field.is("Host"))
                .forEach(field -> head.add(new Field(":authority", field.value())));
        head.add(new Field("fuzz-id", id));
        call.fields().stream().filter(field -> !field.is("Host")).forEach(head::add);
        if (call.framing() == Framing.LENGTH) {
            head.add(new Field("content-length", Integer.toString(call.body().length())));
        }
        boolean chunked = call.framing() == Framing.CHUNKED;
        Http2Request request = new Http2Request(head, call.pieces(), chunked ? call.trailers() : List.of());
        return call.flaw() instanceof Http2Flaw flaw ? flaw.apply(request) : request;
    }

    Http2Request and(Field field) {
        List<Field> more = new ArrayList<>(head);
        more.add(field);
        return new Http2Request(more, data, trailers);
    }

    Http2Request first(Field field) {
        List<Field> more = new ArrayList<>(head);
        more.addFirst(field);
        return new Http2Request(more, data, trailers);
    }

    Http2Request without(String name) {
        return new Http2Request(head.stream().filter(field -> !field.is(name)).toList(), data, trailers);
    }

    Http2Request with(String name, String value) {
        return new Http2Request(
                head.stream()
                        .map(field -> field.is(name) ? new Field(name, value) : field)
                        .toList(),
                data,
                trailers);
    }

    Http2Request with(List<String> otherData, Field trailer) {
        return new Http2Request(head, otherData, List.of(trailer));
    }

    Http2Request with(List<String> otherData) {
        return new Http2Request(head, otherData, List.of());
    }
}
