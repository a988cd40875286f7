package faas.runtime.binding;

/** What came of one parameter's text. */
sealed interface Reading {

    /** It is a value of the parameter's type. */
    record Value(Object value) implements Reading {}

    /** It is not. The problem is a word for programs, the sentence is for people and follows the parameter's name. */
    record Wrong(String problem, String sentence) implements Reading {}
}
