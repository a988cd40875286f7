package faas.gateway.access.secret;

import java.util.List;

/** The content of a secret. */
public interface Callers {
    /** Who has a credential of it, in order, each once. */
    List<String> callers();
}
