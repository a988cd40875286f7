package faas.gateway.fuzz;

import java.util.ArrayList;
import java.util.List;

/** What a client received on one stream. */
final class Http2Stream {
    private final List<Message> interims = new ArrayList<>();
    private final StringBuilder body = new StringBuilder();
    private String status = "";
    private List<Field> fields = List.of();
    private List<Field> trailers = List.of();
    private String ending = "";

    boolean isOver() {
        return !ending.isEmpty();
    }

    void headers(List<Field> block, boolean ends) {
        if (!status.isEmpty()) {
            trailers = block;
            end(ends ? Message.WHOLE : "trailers that do not end the stream");
            return;
        }
        boolean proper = !block.isEmpty() && block.getFirst().name().equals(":status");
        List<Field> rest = proper ? block.subList(1, block.size()) : block;
        if (!proper || rest.stream().anyMatch(field -> !field.name().matches("[!#$%&'*+.^_`|~0-9a-z-]+"))) {
            end("malformed fields: " + block);
            return;
        }
        String said = block.getFirst().value();
        if (said.startsWith("1") && !ends) {
            interims.add(new Message(said, rest, "", List.of(), Message.WHOLE));
            return;
        }
        status = said;
        fields = rest;
        if (ends) {
            end(Message.WHOLE);
        }
    }

    void data(String bytes, boolean ends) {
        body.append(bytes);
        if (ends) {
            end(Message.WHOLE);
        }
    }

    void reset(int code) {
        end("reset " + code);
    }

    /** The first ending counts: a reset behind a whole response takes nothing back. */
    private void end(String how) {
        if (ending.isEmpty()) {
            ending = how;
        }
    }

    /** @param ofConnection how the stream ended if it did not end itself */
    Seen seen(String ofConnection) {
        String how = ending.isEmpty() ? ofConnection : ending;
        return new Seen(interims, new Message(status, fields, body.toString(), trailers, how), how);
    }
}
