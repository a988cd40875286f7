package faas.runtime.binding;

import java.util.Optional;

/**
 * The parts of a request that parameters are read from.
 *
 * @param query undecoded
 * @param contentType of the body, if given
 * @param body empty if there is none; must not be changed
 */
@SuppressWarnings("ArrayRecordComponent") // a body is not compared, and a copy would cost its length
public record Input(String query, Optional<String> contentType, byte[] body) {}
