package faas.gateway.admin.status;

import faas.gateway.admin.page.TextTable;
import java.util.List;

/** Table and diagnosis as text for people at a terminal. */
final class StatusText {
    private StatusText() {}

    static String table(List<FunctionStatus> functions) {
        TextTable table =
                new TextTable("FUNCTION", "SLOT", "TASK", "NODE", "ADDRESS", "IN FLIGHT", "WORKED", "FAILED", "STATE");
        for (FunctionStatus function : functions) {
            function.tasks().forEach(task -> row(table, function.name(), task, task.ejected() ? "ejected" : "able"));
            function.draining().forEach(task -> row(table, function.name(), task, "draining"));
            if (function.tasks().isEmpty() && function.draining().isEmpty()) {
                table.row(function.name(), "", "", "", "", 0, 0, 0, function.replicas() == 0 ? "asleep" : "no task");
            }
        }
        return table.toString();
    }

    private static void row(TextTable table, String function, FunctionStatus.Task task, String state) {
        table.row(
                function,
                task.slot(),
                task.id(),
                task.node(),
                task.address() + ":" + task.port(),
                task.inFlight(),
                task.worked(),
                task.failed(),
                state);
    }

    /** Each service with what is wrong and the commands that mend it or show more; those that are not routed come first. */
    static String diagnosis(DiagnosisStatus status) {
        StringBuilder text = new StringBuilder();
        if (status.trouble() != null) {
            text.append("The Swarm cannot be read: ").append(status.trouble()).append("\n\n");
        }
        if (status.services().isEmpty()) {
            text.append("No such service has a label faas.name.\n");
        }
        for (boolean routed : new boolean[] {false, true}) {
            for (DiagnosisStatus.Service service : status.services()) {
                if (service.routed() == routed) {
                    append(service, text);
                }
            }
        }
        return text.toString();
    }

    private static void append(DiagnosisStatus.Service service, StringBuilder text) {
        long able = service.tasks().stream()
                .filter(task -> task.role().equals("able"))
                .count();
        text.append(service.name())
                .append(service.function().isEmpty() ? "" : " (" + service.function() + ")")
                .append(
                        service.routed()
                                ? " is routed; tasks that can take calls: " + able + "\n"
                                : " is not routed\n");
        service.reasons().forEach(reason -> text.append("  ").append(reason).append('\n'));
        service.remarks().forEach(remark -> text.append("  ").append(remark).append('\n'));
        service.tasks().stream()
                .filter(task -> !task.error().isEmpty())
                .forEach(task -> text.append("  task ")
                        .append(task.id())
                        .append(" on ")
                        .append(task.node().isEmpty() ? "no node" : task.node())
                        .append(" is ")
                        .append(task.state())
                        .append(": ")
                        .append(task.error().replaceAll("\\p{Cntrl}", " "))
                        .append('\n'));
        service.commands()
                .forEach(command -> text.append("    ").append(command).append('\n'));
    }
}
