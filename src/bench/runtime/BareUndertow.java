import io.undertow.Undertow;
import io.undertow.util.Headers;

/** What addition does, by a handler on Undertow's IO threads, and nothing else: no checks, no limits, no log. */
void main() {
    Undertow.builder()
            .addHttpListener(9202, "127.0.0.1")
            .setHandler(exchange -> {
                var query = exchange.getQueryParameters();
                double sum = Double.parseDouble(query.get("a").getFirst()) + Double.parseDouble(query.get("b").getFirst());
                exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain; charset=utf-8");
                exchange.getResponseSender().send(Double.toString(sum));
            })
            .build()
            .start();
}
