package faas.gateway;

final class Main {
    private Main() {}

    static void main() {}
}
