package faas.runtime.signature;

/** A list of values in the order in which they were given, or a set of them. */
public record ListType(ParameterType element, boolean distinct) implements ParameterType {

    @Override
    public String javaName() {
        return (distinct ? "Set<" : "List<") + element.javaName() + ">";
    }
}
