package faas.runtime.log;

import faas.runtime.response.Quoted;

/** Formats an exception for the log: its classes, its escaped messages, and the frames of the function. */
final class FailureText {

    /** Enough to recognise an endless recursion. */
    private static final int MOST_FRAMES = 50;

    /** Longer chains are cyclic or useless. */
    private static final int MOST_CAUSES = 8;

    private FailureText() {}

    static String of(Throwable failure) {
        var text = new StringBuilder();
        Throwable link = failure;
        for (int i = 0; link != null && i < MOST_CAUSES; i++) {
            text.append(i == 0 ? "" : "\n  caused by ");
            append(text, link);
            link = link.getCause();
        }
        return text.toString();
    }

    private static void append(StringBuilder text, Throwable failure) {
        text.append(failure.getClass().getName());
        String message = failure.getMessage();
        if (message != null) {
            text.append(": ").append(Quoted.escaped(message));
        }
        int shown = 0;
        for (StackTraceElement frame : failure.getStackTrace()) {
            if (frame.getClassName().startsWith("faas.Fn$")) {
                return;
            }
            if (++shown > MOST_FRAMES) {
                text.append("\n    …");
                return;
            }
            text.append("\n    at ").append(frame);
        }
    }
}
