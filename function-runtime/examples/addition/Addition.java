import faas.Function;

void main() {
    Function.run(List.of("a", "b"), this::add, ":8080");
}

double add(double a, double b) {
    return a + b;
}
