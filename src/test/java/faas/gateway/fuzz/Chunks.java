package faas.gateway.fuzz;

import java.util.List;

/** A body in chunks (RFC 9112 §7.1). */
final class Chunks {
    private Chunks() {}

    static String of(List<String> pieces, List<Field> trailers) {
        StringBuilder all = new StringBuilder();
        for (String piece : pieces) {
            if (!piece.isEmpty()) {
                all.append(Integer.toHexString(piece.length()))
                        .append("\r\n")
                        .append(piece)
                        .append("\r\n");
            }
        }
        all.append("0\r\n");
        trailers.forEach(field -> all.append(field.line()));
        return all.append("\r\n").toString();
    }
}
