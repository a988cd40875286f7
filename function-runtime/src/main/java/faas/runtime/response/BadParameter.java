package faas.runtime.response;

import java.util.Optional;

/**
 * One parameter that a call could not be made with.
 *
 * @param problem what is wrong, as a word for programs
 * @param type the type the function wants; nothing where the function has no such parameter
 * @param sentence what is wrong, for people; it follows the parameter's name
 */
public record BadParameter(String name, String problem, Optional<String> type, String sentence) {}
