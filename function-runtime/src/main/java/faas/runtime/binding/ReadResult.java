package faas.runtime.binding;

/** What came of one parameter. */
sealed interface ReadResult {

    /** It is a value of the parameter's type. */
    record Value(Object value) implements ReadResult {}

    /** It is not. The problem is a word for programs, the sentence is for people and follows the parameter's name. */
    record Invalid(String problem, String sentence) implements ReadResult {}

    /** Parts of it are not, and each of them was told. */
    record NestedInvalid() implements ReadResult {}
}
