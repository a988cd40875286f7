package faas.gateway.fuzz;

import faas.gateway.fuzz.Case.Protocol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/** A violation as it is reported: the smallest case found, as Java text and, over HTTP/2, in hex. */
final class Failure {
    private final long seed;
    private final Violation first;
    private final Runner runner;
    private Violation smallest;

    Failure(long seed, Violation violation, Runner runner) {
        this.seed = seed;
        this.first = violation;
        this.runner = runner;
        this.smallest = violation;
    }

    /** @param failing the case as it was drawn */
    String shrunk(Case failing) {
        Case small = new Shrinker(this::fails).shrink(failing);
        List<String> ids =
                IntStream.range(0, small.calls().size()).mapToObj(i -> "c" + i).toList();
        StringBuilder text =
                new StringBuilder("\n== " + first.kind() + "  (-Dfuzz.seed=" + seed + " -Dfuzz.cases=1)\n");
        text.append("  ").append(escaped(smallest.detail())).append('\n');
        text.append("  protocol ")
                .append(small.protocol())
                .append(", cut at ")
                .append(small.cuts())
                .append('\n');
        text.append("  client sends \"").append(sent(small, ids)).append("\"\n");
        for (Call call : small.calls()) {
            text.append("  task sends   \"")
                    .append(escaped(call.reply().bytes(call.method())))
                    .append("\"\n");
        }
        return text.toString();
    }

    private boolean fails(Case candidate) {
        try {
            for (Violation violation : runner.run(candidate)) {
                if (violation.kind().equals(first.kind())) {
                    smallest = violation;
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sent(Case small, List<String> ids) {
        return small.protocol() == Protocol.HTTP_2
                ? escaped(new String(Http2Client.bytes(small, ids), StandardCharsets.ISO_8859_1))
                : escaped(Http1Client.bytes(small, ids));
    }

    /** As in a Java string literal. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length() && i < 4000; i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\r' -> escaped.append("\\r");
                case '\n' -> escaped.append("\\n");
                case '\t' -> escaped.append("\\t");
                case '"' -> escaped.append("\\\"");
                case '\\' -> escaped.append("\\\\");
                default -> escaped.append(c >= 0x20 && c < 0x7f ? String.valueOf(c) : "\\u%04x".formatted((int) c));
            }
        }
        return escaped.toString();
    }
}
