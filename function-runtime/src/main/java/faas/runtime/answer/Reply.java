package faas.runtime.answer;

/** What a call came to: the function's answer, or why there is none. */
public sealed interface Reply permits Answer, Problem {}
