package faas.gateway.fuzz;

/**
 * One way in which an outcome differs from the documented one.
 *
 * @param kind tells defects from one another
 */
record Violation(String kind, String detail) {}
