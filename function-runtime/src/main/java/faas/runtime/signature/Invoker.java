package faas.runtime.signature;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls the function with one value for each parameter, of that parameter's type. */
@FunctionalInterface
public interface Invoker {

    @Nullable
    Object invoke(List<?> values) throws Exception;
}
