package faas.gateway.proxy.call;

/** How a call ends: its fault, and whether its client is gone. Used by one IO thread. */
public final class CallEnding {
    private static final String CLIENT_GONE = "caller_gone";

    private String fault = "";
    private boolean gone;
    private Runnable cancel = () -> {};
    private Runnable end = () -> {};

    /** The code of what went wrong; empty if nothing did. */
    public String fault() {
        return fault;
    }

    /** Records what went wrong, for the log and the metrics. */
    public void fault(String code) {
        fault = code;
    }

    /** Whether the client has disconnected or cancelled the call. */
    public boolean isClientGone() {
        return gone;
    }

    /** Sets what cancels that which is in progress for the call now, should its client disconnect. */
    public void onGone(Runnable canceller) {
        cancel = canceller;
    }

    /** Sets what to run when the call is over, whichever way it ended. */
    public void onEnded(Runnable listener) {
        end = listener;
    }

    /** The call is over. */
    public void ended() {
        end.run();
    }

    /** Cancels what is in progress; false if that has happened before. */
    boolean clientGone() {
        if (gone) {
            return false;
        }
        gone = true;
        if (fault.isEmpty()) {
            fault = CLIENT_GONE;
        }
        cancel.run();
        return true;
    }
}
