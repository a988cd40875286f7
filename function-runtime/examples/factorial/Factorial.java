import faas.Function;

final Map<Long, Long> remembered = new ConcurrentHashMap<>();

void main() {
    Function.run(List.of("value"), this::factorial, ":8080");
}

long factorial(long value) {
    if (value < 0) {
        throw new IllegalArgumentException("a negative number has no factorial");
    }
    return remembered.computeIfAbsent(value, this::product);
}

/** Only factorials that fit are remembered: a product that overflows throws every time. */
long product(long value) {
    return LongStream.rangeClosed(2, value).reduce(1, Math::multiplyExact);
}
