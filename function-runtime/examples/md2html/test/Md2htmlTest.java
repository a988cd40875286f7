import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import faas.testing.Case;
import faas.testing.FunctionProcess;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class Md2htmlTest {

    private static FunctionProcess md2html;

    @BeforeAll
    static void start() {
        md2html = FunctionProcess.serving("Md2html");
    }

    @AfterAll
    static void stop() {
        md2html.close();
    }

    @ParameterizedTest
    @MethodSource
    void every_case_has_its_expected_response(Case one) {
        one.check("http://127.0.0.1:%d".formatted(md2html.port()));
    }

    static List<Case> every_case_has_its_expected_response() {
        return Case.of("md2html");
    }

    @ParameterizedTest
    @CsvSource({
        "# Title, <h1>Title</h1>",
        "*soft* and **loud**, <p><em>soft</em> and <strong>loud</strong></p>",
        "- one, <ul><li>one</li></ul>",
        "3. three, '<ol start=\"3\"><li>three</li></ol>'",
        "> said, <blockquote><p>said</p></blockquote>",
        "`x < y`, <p><code>x &lt; y</code></p>",
        "---, <hr />",
        "blåbär, <p>blåbär</p>",
        "'[link](https://example.com/?a=1&b=2 \"there\")', '<p><a href=\"https://example.com/?a&#61;1&amp;b&#61;2\""
                + " title=\"there\" rel=\"nofollow\">link</a></p>'",
        "'![picture](https://example.com/x.png)', '<p><img src=\"https://example.com/x.png\" alt=\"picture\" /></p>'",
    })
    void common_mark_becomes_html(String md, String html) {
        var response = md2html.get("md", md);

        assertEquals(200, response.statusCode());
        assertEquals(
                "text/html; charset=utf-8",
                response.headers().firstValue("Content-Type").orElse(""));
        assertEquals(html, response.body().replace("\n", ""));
    }

    @Test
    void code_keeps_its_lines_and_its_language() {
        assertEquals(
                "<pre><code class=\"language-java\">a\n  b\n</code></pre>\n",
                md2html.get("md", "```java\na\n  b\n```").body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "<img src=x onerror=alert(1)>",
                "[x](javascript:alert(1))",
                "[x](  JaVaScRiPt:alert(1))",
                "![x](data:text/html;base64,PHNjcmlwdD4=)",
                "<iframe src='https://example.com'></iframe>",
                "<a href='vbscript:x' onclick='x'>x</a>",
                "<svg/onload=alert(1)>",
                "<style>body{display:none}</style>",
                "<p style='position:fixed'>x</p>",
                "```\"><script>alert(1)</script>\n```",
            })
    void scripts_are_removed(String md) {
        String html = md2html.get("md", md).body().toLowerCase(Locale.ROOT);

        for (String harm : new String[] {
            "<script",
            "onerror",
            "onclick",
            "onload=alert(1)>",
            "javascript:",
            "vbscript:",
            "data:",
            "<iframe",
            "<svg",
            "<style",
            "style="
        }) {
            assertFalse(html.contains(harm), html);
        }
    }

    @Test
    void empty_text_is_empty_html() {
        assertEquals("", md2html.get("md", "").body());
    }

    @Test
    void a_missing_text_is_a_400_that_names_it() {
        assertEquals(400, md2html.get("/").statusCode());
        assertEquals(
                "Bad parameter md: it is missing (String)",
                md2html.get("/").body().replaceAll(".*\"message\":\"|\",\"parameters.*", ""));
    }
}
