package faas.runtime.response;

/** What a call came to: the function's response, or why there is none. */
public sealed interface Reply permits ServerResponse, Problem {}
