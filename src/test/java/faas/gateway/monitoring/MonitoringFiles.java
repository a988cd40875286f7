package faas.gateway.monitoring;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import faas.gateway.ProjectFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The recipe of {@code docs/operations.md} and the dashboard, as they stand there. */
public final class MonitoringFiles {
    private static final Path PAGE = Path.of("docs/operations.md");
    private static final Path DASHBOARD = Path.of("docs/grafana.json");

    private MonitoringFiles() {}

    /** The block of the page whose first line is a comment with this file name. */
    public static String file(String name) {
        Matcher block = Pattern.compile("(?s)```yaml\n# " + Pattern.quote(name) + "\n(.*?)```")
                .matcher(ProjectFiles.read(PAGE));
        if (!block.find()) {
            throw new AssertionError(PAGE + " has no block for " + name);
        }
        return block.group(1);
    }

    /** The queries of the page, in its blocks of PromQL; one a line. */
    static List<String> queries() {
        return Pattern.compile("(?s)```promql\n(.*?)```")
                .matcher(ProjectFiles.read(PAGE))
                .results()
                .flatMap(block -> block.group(1).lines())
                .toList();
    }

    static JsonObject dashboard() {
        return JsonParser.parseString(ProjectFiles.read(DASHBOARD)).getAsJsonObject();
    }

    /** The queries of all panels, with the dashboard's variables replaced as Grafana does. */
    static List<String> dashboardQueries() {
        return dashboard().getAsJsonArray("panels").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .flatMap(panel -> panel.getAsJsonArray("targets").asList().stream())
                .map(target -> target.getAsJsonObject().get("expr").getAsString())
                .map(expression -> expression.replace("$__rate_interval", "20s").replace("$function", ".*"))
                .toList();
    }
}
