package faas.gateway.proxy;

import java.io.IOException;

/** A request's body cannot be read on because of what the caller sent. */
public final class RefusedBody extends IOException {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    public RefusedBody(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
