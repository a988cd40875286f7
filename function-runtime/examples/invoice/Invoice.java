import faas.Function;

/** An item of the order. A field that is invalid or missing is a 400 that names it. */
record Line(String article, int count, BigDecimal price) {
    Line {
        if (count < 1) {
            throw new IllegalArgumentException("count must be at least 1");
        }
    }
}

record Order(String customer, List<Line> lines, Optional<BigDecimal> taxRate) {
    Order {
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("an order needs a line");
        }
    }
}

record Bill(String customer, int articles, BigDecimal net, BigDecimal tax, BigDecimal total) {}

void main() {
    Function.of(Order.class, this::bill).run();
}

Bill bill(Order order) {
    int articles = order.lines().stream().mapToInt(Line::count).sum();
    BigDecimal net = order.lines().stream()
            .map(line -> line.price().multiply(BigDecimal.valueOf(line.count())))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal tax = net.multiply(order.taxRate().orElse(new BigDecimal("0.19"))).setScale(2, RoundingMode.HALF_UP);
    return new Bill(order.customer(), articles, net, tax, net.add(tax));
}
