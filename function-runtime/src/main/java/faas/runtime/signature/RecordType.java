package faas.runtime.signature;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.List;

/** A record: its components as parameters, and how to make one of their values. */
public record RecordType(String javaName, List<Parameter> components, Constructor<?> constructor)
        implements ParameterType {

    public RecordType {
        components = List.copyOf(components);
    }

    /** The record; what its compact constructor throws comes through as it is. */
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
