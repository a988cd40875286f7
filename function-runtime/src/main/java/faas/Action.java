package faas;

import java.io.Serializable;
import java.util.List;

/**
 * A method of zero to eight parameters that returns nothing. {@code of} makes it a function whose response is a 204:
 *
 * {@snippet :
 * Function.run(List.of("to"), Action.of(this::send), ":8080");
 * }
 */
public interface Action extends Serializable {

    /** Calls the method with one value for each parameter, of that parameter's type. */
    void perform(List<?> values) throws Exception;

    static Fn.Of0<Void> of(Of0 action) {
        return new ActionAsFunction<>(action);
    }

    static <A> Fn.Of1<A, Void> of(Of1<A> action) {
        return new ActionAsFunction<>(action);
    }

    static <A, B> Fn.Of2<A, B, Void> of(Of2<A, B> action) {
        return new ActionAsFunction<>(action);
    }

    static <A, B, C> Fn.Of3<A, B, C, Void> of(Of3<A, B, C> action) {
        return new ActionAsFunction<>(action);
    }

    static <A, B, C, D> Fn.Of4<A, B, C, D, Void> of(Of4<A, B, C, D> action) {
        return new ActionAsFunction<>(action);
    }

    static <A, B, C, D, E> Fn.Of5<A, B, C, D, E, Void> of(Of5<A, B, C, D, E> action) {
        return new ActionAsFunction<>(action);
    }

    static <A, B, C, D, E, F> Fn.Of6<A, B, C, D, E, F, Void> of(Of6<A, B, C, D, E, F> action) {
        return new ActionAsFunction<>(action);
    }

    static <A, B, C, D, E, F, G> Fn.Of7<A, B, C, D, E, F, G, Void> of(Of7<A, B, C, D, E, F, G> action) {
        return new ActionAsFunction<>(action);
    }

    static <A, B, C, D, E, F, G, H> Fn.Of8<A, B, C, D, E, F, G, H, Void> of(Of8<A, B, C, D, E, F, G, H> action) {
        return new ActionAsFunction<>(action);
    }

    interface Of0 extends Action {
        void call() throws Exception;

        @Override
        default void perform(List<?> values) throws Exception {
            call();
        }
    }

    interface Of1<A> extends Action {
        void call(A a) throws Exception;

        @Override
        default void perform(List<?> values) throws Exception {
            call(Fn.at(values, 0));
        }
    }

    interface Of2<A, B> extends Action {
        void call(A a, B b) throws Exception;

        @Override
        default void perform(List<?> values) throws Exception {
            call(Fn.at(values, 0), Fn.at(values, 1));
        }
    }

    interface Of3<A, B, C> extends Action {
        void call(A a, B b, C c) throws Exception;

        @Override
        default void perform(List<?> values) throws Exception {
            call(Fn.at(values, 0), Fn.at(values, 1), Fn.at(values, 2));
        }
    }

    interface Of4<A, B, C, D> extends Action {
        void call(A a, B b, C c, D d) throws Exception;

        @Override
        default void perform(List<?> values) throws Exception {
            call(Fn.at(values, 0), Fn.at(values, 1), Fn.at(values, 2), Fn.at(values, 3));
        }
    }

    interface Of5<A, B, C, D, E> extends Action {
        void call(A a, B b, C c, D d, E e) throws Exception;

        @Override
        default void perform(List<?> values) throws Exception {
            call(Fn.at(values, 0), Fn.at(values, 1), Fn.at(values, 2), Fn.at(values, 3), Fn.at(values, 4));
        }
    }

    interface Of6<A, B, C, D, E, F> extends Action {
        void call(A a, B b, C c, D d, E e, F f) throws Exception;

        @Override
        default void perform(List<?> values) throws Exception {
            call(
                    Fn.at(values, 0),
                    Fn.at(values, 1),
                    Fn.at(values, 2),
                    Fn.at(values, 3),
                    Fn.at(values, 4),
                    Fn.at(values, 5));
        }
    }

    interface Of7<A, B, C, D, E, F, G> extends Action {
        void call(A a, B b, C c, D d, E e, F f, G g) throws Exception;

        @Override
        default void perform(List<?> values) throws Exception {
            call(
                    Fn.at(values, 0),
                    Fn.at(values, 1),
                    Fn.at(values, 2),
                    Fn.at(values, 3),
                    Fn.at(values, 4),
                    Fn.at(values, 5),
                    Fn.at(values, 6));
        }
    }

    interface Of8<A, B, C, D, E, F, G, H> extends Action {
        void call(A a, B b, C c, D d, E e, F f, G g, H h) throws Exception;

        @Override
        default void perform(List<?> values) throws Exception {
            call(
                    Fn.at(values, 0),
                    Fn.at(values, 1),
                    Fn.at(values, 2),
                    Fn.at(values, 3),
                    Fn.at(values, 4),
                    Fn.at(values, 5),
                    Fn.at(values, 6),
                    Fn.at(values, 7));
        }
    }
}
