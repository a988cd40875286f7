package faas;

import faas.runtime.answer.Answer;
import faas.runtime.answer.NumberText;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a function returned, as the answer to its caller. */
final class Rendering {

    private static final List<Class<?>> RENDERED = List.of(
            Result.class, CharSequence.class, Number.class, Boolean.class, Character.class, Void.class, void.class);

    private Rendering() {}

    /** Whether values of this declared type may have an answer; a general type is decided call by call. */
    static boolean mayRender(Class<?> declared) {
        return RENDERED.stream().anyMatch(type -> type.isAssignableFrom(declared) || declared.isAssignableFrom(type));
    }

    /** The answer, or nothing for a value of a type that has none. */
    static Optional<Answer> answer(@Nullable Object value) {
        return switch (value) {
            case null -> Optional.of(Answer.nothing());
            case HtmlResult page -> Optional.of(Answer.html(page.html()));
            case Double number -> Optional.of(Answer.text(NumberText.of(number)));
            case Float number -> Optional.of(Answer.text(NumberText.of(number)));
            case CharSequence text -> Optional.of(Answer.text(text.toString()));
            case Number number -> Optional.of(Answer.text(number.toString()));
            case Boolean truth -> Optional.of(Answer.text(truth.toString()));
            case Character letter -> Optional.of(Answer.text(letter.toString()));
            default -> Optional.empty();
        };
    }
}
