package faas.runtime.response;

/** The result of a request: a response, or a problem instead of one. */
public sealed interface Reply permits ServerResponse, Problem {}
