import faas.Function;
import faas.Result;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

final Parser parser = Parser.builder().build();
final HtmlRenderer renderer = HtmlRenderer.builder().build();

/** The HTML that CommonMark produces, without scripts. It must come last: CommonMark passes HTML through. */
final PolicyFactory policy = new HtmlPolicyBuilder()
        .allowCommonBlockElements()
        .allowCommonInlineFormattingElements()
        .allowElements("a", "img", "pre", "hr")
        .allowAttributes("href", "title").onElements("a")
        .allowAttributes("src", "alt", "title").onElements("img")
        .allowAttributes("start").onElements("ol")
        .allowAttributes("class").matching(Pattern.compile("language-[A-Za-z0-9+#-]+")).onElements("code")
        .allowStandardUrlProtocols()
        .requireRelNofollowOnLinks()
        .toFactory();

void main() {
    Function.run(List.of("md"), this::md2html, ":8080");
}

Result md2html(String md) {
    return Result.html(policy.sanitize(renderer.render(parser.parse(md))));
}
