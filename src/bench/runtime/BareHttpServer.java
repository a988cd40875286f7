import com.sun.net.httpserver.HttpServer;

/** What addition does, by the JDK's own server on a pool as large as a function's, and nothing else. */
void main() throws IOException {
    var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 9203), 1000);
    server.setExecutor(Executors.newFixedThreadPool(64));
    server.createContext("/", exchange -> {
        double sum = 0;
        for (String pair : exchange.getRequestURI().getRawQuery().split("&")) {
            sum += Double.parseDouble(pair.substring(pair.indexOf('=') + 1));
        }
        byte[] text = Double.toString(sum).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.sendResponseHeaders(200, text.length);
        exchange.getResponseBody().write(text);
        exchange.close();
    });
    server.start();
}
