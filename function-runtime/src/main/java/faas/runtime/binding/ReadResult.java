package faas.runtime.binding;

/** The result of reading one parameter. */
sealed interface ReadResult {

    /** A value of the parameter's type. */
    record Value(Object value) implements ReadResult {}

    /**
     * An invalid value.
     *
     * @param problem what is wrong, for programs
     * @param sentence what is wrong, for people; it follows the parameter's name
     */
    record Invalid(String problem, String sentence) implements ReadResult {}

    /** A structure with invalid parts, each of which has been reported. */
    record NestedInvalid() implements ReadResult {}
}
