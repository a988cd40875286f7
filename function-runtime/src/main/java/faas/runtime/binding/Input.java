package faas.runtime.binding;

import java.util.Optional;

/**
 * What a call brings.
 *
 * @param query as it was sent, undecoded
 * @param contentType of the body, if one was said
 * @param body empty where there is none; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // a body is not compared, and a copy would cost its length
public record Input(String query, Optional<String> contentType, byte[] body) {}
