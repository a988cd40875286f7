import faas.BadInput;
import faas.Call;
import faas.Function;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

/** The URL of other functions: the name of the gateway on their network. */
final String functions = System.getenv().getOrDefault("FUNCTIONS", "http://lambda");

void main() {
    Function.run(List.of("n", "k"), this::binomial, ":8080");
}

/** The number of ways to choose k of n things. */
long binomial(int n, int k) throws IOException, InterruptedException {
    if (k < 0 || k > n) {
        throw new BadInput("k must be from 0 to n");
    }
    return factorial(n) / factorial(k) / factorial(n - k);
}

/** Calls another function with the same call id and the remaining time. */
long factorial(int value) throws IOException, InterruptedException {
    Call call = Call.current();
    var request = HttpRequest.newBuilder(URI.create(functions + "/factorial?value=" + value))
            .header("X-Call-Id", call.id())
            .timeout(Duration.between(Instant.now(), call.deadline()))
            .build();
    var response = client.send(request, BodyHandlers.ofString());
    return switch (response.statusCode()) {
        case 200 -> Long.parseLong(response.body());
        case 400 -> throw new BadInput(value + " has no factorial that fits");
        default -> throw new IOException("factorial answered " + response.statusCode());
    };
}
