package faas.gateway.config;

import java.nio.file.Path;

/**
 * The files of the operator's login.
 *
 * @param user the file with the user's name
 * @param password the file with the password
 */
public record LoginFiles(Path user, Path password) {}
