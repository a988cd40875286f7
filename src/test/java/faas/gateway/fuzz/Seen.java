package faas.gateway.fuzz;

import java.util.List;

/**
 * What the client saw of one call.
 *
 * @param interims the interim responses before the response
 * @param response the response; one that did not come at all has no first line
 * @param ending {@code whole}, {@code cut}, {@code reset N}, {@code closed}, {@code timeout} or what was malformed
 */
record Seen(List<Message> interims, Message response, String ending) {
    static final String TIMEOUT = "timeout";
    static final String CLOSED = "closed";
    static final String LEFT_OPEN = "whole, but the connection stays open";

    static Seen nothing(String ending) {
        return new Seen(List.of(), new Message("", List.of(), "", List.of(), ending), ending);
    }

    int status() {
        return response.status();
    }

    boolean isWhole() {
        return ending.equals(Message.WHOLE) || ending.equals(LEFT_OPEN);
    }
}
