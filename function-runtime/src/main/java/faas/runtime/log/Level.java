package faas.runtime.log;

/** How much a line asks to be read. */
public enum Level {
    INFO("info"),
    WARN("warn"),
    ERROR("error");

    private final String word;

    Level(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }
}
