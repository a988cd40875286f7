package faas.gateway.admin.ui;

/** The state of a function: of those that apply the first in this order, which docs/operations.md has, too. */
enum RowState {
    /** One of its services is not a function, and the diagnosis says why. */
    NOT_ROUTED,
    /** Swarm has paused an update or a rollback. */
    ROLLOUT_PAUSED,
    /** Swarm has taken the latest update back. */
    ROLLED_BACK,
    /** Calls wait for a task. */
    HOLDING,
    /** It has no tasks, as the operator wants it. */
    ASLEEP,
    /** Tasks should run, but none can take calls and none is starting. */
    NOBODY_SERVES,
    /** A task gets no calls because connections to it failed. */
    EJECTED,
    /** An update is in progress, but has not changed a task for long. */
    ROLLOUT_STUCK,
    /** Swarm is rolling an update back. */
    ROLLING_BACK,
    /** An update is in progress. */
    ROLLING_OUT,
    /** Tasks are starting. */
    STARTING,
    /** Fewer tasks can take calls than should, and none is starting. */
    SHORT,
    /** Tasks are stopping. */
    SCALING_IN,
    /** It had calls in the last minute. */
    SERVING,
    /** It had none. */
    IDLE
}
