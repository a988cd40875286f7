package faas;

/** An answer that is more than a plain value: what a function returns when the text alone does not say what it is. */
public sealed interface Result permits HtmlResult {

    /** A page of HTML. The text goes out as it is, so whatever a caller supplied must be escaped or sanitised before. */
    static Result html(String html) {
        return new HtmlResult(html);
    }
}
