package faas.gateway.proxy;

/** Tells a caller of a problem, instead of a function's answer that has not begun. */
@FunctionalInterface
public interface ProblemAnswer {
    /** Answers and ends the call's exchange; the response must not have started. */
    void tell(Call call, Problem problem);
}
