package faas.gateway.proxy.call;

import java.io.IOException;

/** A request's body cannot be read on because of what the client sent. */
public final class RefusedBody extends IOException {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    public RefusedBody(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
