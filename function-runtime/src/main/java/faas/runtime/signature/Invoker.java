package faas.runtime.signature;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls the function with a value for each parameter, of its parameter's type. */
@FunctionalInterface
public interface Invoker {

    @Nullable
    Object invoke(List<?> values) throws Exception;
}
