package faas.gateway.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One line for each case, in {@code target/conformance}. */
final class Table {
    private static final Path FOLDER = Path.of("target", "conformance");

    private Table() {}

    /** Writes the rows in columns; the last column is as wide as its text. */
    static void write(String name, List<List<String>> rows) throws IOException {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                text.append(cell);
                if (column < row.size() - 1) {
                    text.append(" ".repeat(width(rows, column) - cell.length() + 2));
                }
            }
            text.append('\n');
        }
        Files.createDirectories(FOLDER);
        Files.writeString(FOLDER.resolve(name + ".txt"), text);
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
