package faas.gateway.proxy;

/** What happens to a call instead of going on to its function. */
public sealed interface Decision permits Refusal, Answer {}
