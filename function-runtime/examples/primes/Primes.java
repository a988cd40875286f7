import faas.Function;
import faas.Result;

void main() {
    Function.run(List.of("limit"), this::primes, ":8080");
}

/** Each prime is sent when it is found. A client stops the search by disconnecting. */
Result primes(long limit) {
    return Result.lines(
            LongStream.rangeClosed(2, limit).filter(this::isPrime).mapToObj(Long::toString),
            "text/plain; charset=utf-8");
}

boolean isPrime(long number) {
    return LongStream.iterate(2, factor -> factor * factor <= number, factor -> factor + 1)
            .noneMatch(factor -> number % factor == 0);
}
