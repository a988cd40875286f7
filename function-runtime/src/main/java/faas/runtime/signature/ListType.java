package faas.runtime.signature;

/** A list of values in their order, or a set of them. */
public record ListType(ParameterType element, boolean distinct) implements ParameterType {

    @Override
    public String javaName() {
        return (distinct ? "Set<" : "List<") + element.javaName() + ">";
    }
}
