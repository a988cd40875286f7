package faas.runtime.signature;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.List;

/** A record: its components as parameters, and its constructor. */
public record RecordType(String javaName, List<Parameter> components, Constructor<?> constructor)
        implements ParameterType {

    public RecordType {
        components = List.copyOf(components);
    }

    /** Creates the record. Exceptions of its constructor are thrown unwrapped. */
    public Object make(List<?> values) throws Exception {
        try {
            return constructor.newInstance(values.toArray());
        } catch (InvocationTargetException thrown) {
            if (thrown.getCause() instanceof Exception refusal) {
                throw refusal;
            }
            if (thrown.getCause() instanceof Error error) {
                throw error;
            }
            throw thrown;
        }
    }
}
