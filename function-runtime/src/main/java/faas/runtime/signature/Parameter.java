package faas.runtime.signature;

/** One parameter of the function, under the name its callers use. */
public record Parameter(String name, ParameterType type) {}
