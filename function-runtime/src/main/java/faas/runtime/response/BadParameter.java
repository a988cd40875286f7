package faas.runtime.response;

import java.util.Optional;

/**
 * One invalid parameter of a request.
 *
 * @param problem what is wrong, for programs
 * @param type the expected type; empty if the function has no such parameter
 * @param sentence what is wrong, for people; it follows the parameter's name
 */
public record BadParameter(String name, String problem, Optional<String> type, String sentence) {}
