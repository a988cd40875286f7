package faas;

import java.io.Serializable;
import java.util.List;

/** A function of zero to eight parameters that returns nothing: {@link Function#act} makes one that can be served. */
public interface Action extends Serializable {

    /** Calls the function with as many values as it has parameters, each of its parameter's type. */
    void perform(List<?> values) throws Exception;

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
