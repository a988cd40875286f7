package faas;

import java.io.Serial;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An action of any number of parameters, as a function that returns null. */
@SuppressWarnings("overloads")
final class ActionAsFunction<A, B, C, D, E, F, G, H>
        implements Fn.Of0<Void>,
                Fn.Of1<A, Void>,
                Fn.Of2<A, B, Void>,
                Fn.Of3<A, B, C, Void>,
                Fn.Of4<A, B, C, D, Void>,
                Fn.Of5<A, B, C, D, E, Void>,
                Fn.Of6<A, B, C, D, E, F, Void>,
                Fn.Of7<A, B, C, D, E, F, G, Void>,
                Fn.Of8<A, B, C, D, E, F, G, H, Void> {

    @Serial
    private static final long serialVersionUID = 1;

    private final Action action;

    ActionAsFunction(Action action) {
        this.action = action;
    }

    @Override
    public Action reference() {
        return action;
    }

    @Override
    public @Nullable Object invoke(List<?> values) throws Exception {
        action.perform(values);
        return null;
    }

    private @Nullable Void perform(Object... values) throws Exception {
        action.perform(Arrays.asList(values));
        return null;
    }

    @Override
    public @Nullable Void call() throws Exception {
        return perform();
    }

    @Override
    public @Nullable Void call(A a) throws Exception {
        return perform(a);
    }

    @Override
    public @Nullable Void call(A a, B b) throws Exception {
        return perform(a, b);
    }

    @Override
    public @Nullable Void call(A a, B b, C c) throws Exception {
        return perform(a, b, c);
    }

    @Override
    public @Nullable Void call(A a, B b, C c, D d) throws Exception {
        return perform(a, b, c, d);
    }

    @Override
    public @Nullable Void call(A a, B b, C c, D d, E e) throws Exception {
        return perform(a, b, c, d, e);
    }

    @Override
    public @Nullable Void call(A a, B b, C c, D d, E e, F f) throws Exception {
        return perform(a, b, c, d, e, f);
    }

    @Override
    public @Nullable Void call(A a, B b, C c, D d, E e, F f, G g) throws Exception {
        return perform(a, b, c, d, e, f, g);
    }

    @Override
    public @Nullable Void call(A a, B b, C c, D d, E e, F f, G g, H h) throws Exception {
        return perform(a, b, c, d, e, f, g, h);
    }
}
