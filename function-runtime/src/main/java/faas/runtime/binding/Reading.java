package faas.runtime.binding;

/** What came of one parameter. */
sealed interface Reading {

    /** It is a value of the parameter's type. */
    record Value(Object value) implements Reading {}

    /** It is not. The problem is a word for programs, the sentence is for people and follows the parameter's name. */
    record Wrong(String problem, String sentence) implements Reading {}

    /** Parts of it are not, and each of them was told. */
    record WrongWithin() implements Reading {}
}
