package faas;

import faas.runtime.signature.Invoker;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function of zero to eight parameters, given as a method reference or a lambda.
 *
 * <p>It is serializable only so that its parameter types can be read back; nothing is ever serialized. A method reference
 * may take primitives; a lambda must declare boxed types: {@code (Double a, Double b) -> a + b}.
 */
public interface Fn extends Serializable, Invoker {

    /** The lambda or method reference as it stands in the author's code. */
    default Serializable reference() {
        return this;
    }

    interface Of0<R extends @Nullable Object> extends Fn {
        R call() throws Exception;

        @Override
        default @Nullable Object invoke(List<?> values) throws Exception {
            return call();
        }
    }

    interface Of1<A, R extends @Nullable Object> extends Fn {
        R call(A a) throws Exception;

        @Override
        default @Nullable Object invoke(List<?> values) throws Exception {
            return call(at(values, 0));
        }
    }

    interface Of2<A, B, R extends @Nullable Object> extends Fn {
        R call(A a, B b) throws Exception;

        @Override
        default @Nullable Object invoke(List<?> values) throws Exception {
            return call(at(values, 0), at(values, 1));
        }
    }

    interface Of3<A, B, C, R extends @Nullable Object> extends Fn {
        R call(A a, B b, C c) throws Exception;

        @Override
        default @Nullable Object invoke(List<?> values) throws Exception {
            return call(at(values, 0), at(values, 1), at(values, 2));
        }
    }

    interface Of4<A, B, C, D, R extends @Nullable Object> extends Fn {
        R call(A a, B b, C c, D d) throws Exception;

        @Override
        default @Nullable Object invoke(List<?> values) throws Exception {
            return call(at(values, 0), at(values, 1), at(values, 2), at(values, 3));
        }
    }

    interface Of5<A, B, C, D, E, R extends @Nullable Object> extends Fn {
        R call(A a, B b, C c, D d, E e) throws Exception;

        @Override
        default @Nullable Object invoke(List<?> values) throws Exception {
            return call(at(values, 0), at(values, 1), at(values, 2), at(values, 3), at(values, 4));
        }
    }

    interface Of6<A, B, C, D, E, F, R extends @Nullable Object> extends Fn {
        R call(A a, B b, C c, D d, E e, F f) throws Exception;

        @Override
        default @Nullable Object invoke(List<?> values) throws Exception {
            return call(at(values, 0), at(values, 1), at(values, 2), at(values, 3), at(values, 4), at(values, 5));
        }
    }

    interface Of7<A, B, C, D, E, F, G, R extends @Nullable Object> extends Fn {
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

    interface Of8<A, B, C, D, E, F, G, H, R extends @Nullable Object> extends Fn {
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

    /** The value at a place, as the type its parameter was found to have. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    static <T> T at(List<?> values, int place) {
        return (T) values.get(place);
    }
}
