import faas.Function;

void main() {
    Function.run(List.of("millis"), this::waitFor, ":8080");
}

String waitFor(long millis) throws InterruptedException {
    Thread.sleep(millis);
    return "done after " + millis + " ms";
}
