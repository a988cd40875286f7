package faas.gateway.proxy;

import faas.gateway.http1.Fields;

/** The gateway answers the call itself, without a body. */
public record Answer(int status, Fields fields) implements Decision {}
