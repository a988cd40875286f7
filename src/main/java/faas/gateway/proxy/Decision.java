package faas.gateway.proxy;

import faas.gateway.http1.Fields;

/** What happens to a call before it goes on to its function, or instead. */
public sealed interface Decision permits Refusal, BodyCheck, Decision.Answer {
    /** The gateway answers the call itself, without a body. */
    record Answer(int status, Fields fields) implements Decision {}
}
