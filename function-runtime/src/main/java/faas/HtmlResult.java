package faas;

/** A page of HTML, ready to be shown. */
record HtmlResult(String html) implements Result {}
