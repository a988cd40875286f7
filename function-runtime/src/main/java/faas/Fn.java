package faas;

import faas.runtime.signature.Invoker;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function of zero to eight parameters, given as a method reference or a lambda.
 *
 * <p>It is serializable so that its parameter types can be read; nothing is ever serialized. A method reference may
 * take primitives. A lambda must declare boxed types: {@code (Double a, Double b) -> a + b}.
 */
public interface Fn extends Serializable, Invoker {

    /** The lambda or method reference in the author's code. */
    default Serializable reference() {
        return this;
    }

    interface Of0<R> extends Fn {
        @Nullable
        R call() throws Exception;

        @Override
        default @Nullable Object invoke(List<?> values) throws Exception {
            return call();
        }
    }

    interface Of1<A, R> extends Fn {
        @Nullable
        R call(A a) throws Exception;

        @Override
        default @Nullable Object invoke(List<?> values) throws Exception {
            return call(at(values, 0));
        }
    }

    interface Of2<A, B, R> extends Fn {
        @Nullable
        R call(A a, B b) throws Exception;

        @Override
        default @Nullable Object invoke(List<?> values) throws Exception {
            return call(at(values, 0), at(values, 1));
        }
    }

    interface Of3<A, B, C, R> extends Fn {
        @Nullable
        R call(A a, B b, C c) throws Exception;

        @Override
        default @Nullable Object invoke(List<?> values) throws Exception {
            return call(at(values, 0), at(values, 1), at(values, 2));
        }
    }

    interface Of4<A, B, C, D, R> extends Fn {
        @Nullable
        R call(A a, B b, C c, D d) throws Exception;

        @Override
        default @Nullable Object invoke(List<?> values) throws Exception {
            return call(at(values, 0), at(values, 1), at(values, 2), at(values, 3));
        }
    }

    interface Of5<A, B, C, D, E, R> extends Fn {
        @Nullable
        R call(A a, B b, C c, D d, E e) throws Exception;

        @Override
        default @Nullable Object invoke(List<?> values) throws Exception {
            return call(at(values, 0), at(values, 1), at(values, 2), at(values, 3), at(values, 4));
        }
    }

    interface Of6<A, B, C, D, E, F, R> extends Fn {
        @Nullable
        R call(A a, B b, C c, D d, E e, F f) throws Exception;

        @Override
        default @Nullable Object invoke(List<?> values) throws Exception {
            return call(at(values, 0), at(values, 1), at(values, 2), at(values, 3), at(values, 4), at(values, 5));
        }
    }

    interface Of7<A, B, C, D, E, F, G, R> extends Fn {
        @Nullable
        R call(A a, B b, C c, D d, E e, F f, G g) throws Exception;

        @Override
        default @Nullable Object invoke(List<?> values) throws Exception {
            return call(
                    at(values, 0),
                    at(values, 1),
                    at(values, 2),
                    at(values, 3),
                    at(values, 4),
                    at(values, 5),
                    at(values, 6));
        }
    }

    interface Of8<A, B, C, D, E, F, G, H, R> extends Fn {
        @Nullable
        R call(A a, B b, C c, D d, E e, F f, G g, H h) throws Exception;

        @Override
        default @Nullable Object invoke(List<?> values) throws Exception {
            return call(
                    at(values, 0),
                    at(values, 1),
                    at(values, 2),
                    at(values, 3),
                    at(values, 4),
                    at(values, 5),
                    at(values, 6),
                    at(values, 7));
        }
    }

    /** The value of a parameter, which the binder has read as the parameter's type. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    static <T> T at(List<?> values, int index) {
        return (T) values.get(index);
    }
}
