package faas.runtime.signature;

import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Executable;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The method behind a lambda or a method reference.
 *
 * <p>Its types are those that the lambda casts its arguments to, so a value of such a type always fits. They are always
 * boxed: a method reference to {@code add(double, double)} takes two {@code Double}.
 */
record FunctionReference(SerializedLambda lambda, MethodType type, ClassLoader loader) {

    static FunctionReference of(SerializedLambda lambda, ClassLoader loader) {
        return new FunctionReference(
                lambda, MethodType.fromMethodDescriptorString(lambda.getInstantiatedMethodType(), loader), loader);
    }

    String name() {
        String name = lambda.getImplMethodName();
        return isLambda() || name.startsWith("<") ? "function" : name;
    }

    boolean isLambda() {
        return lambda.getImplMethodName().startsWith("lambda$");
    }

    /** The type of a parameter, with type arguments if the method has them. */
    Type genericType(int place) {
        Class<?> plain = type.parameterType(place);
        if (plain.getTypeParameters().length == 0) {
            return plain;
        }
        int own = place - receivers();
        return method().filter(method -> own >= 0 && !method.isSynthetic())
                .map(method -> method.getGenericParameterTypes()[own])
                .orElse(plain);
    }

    /** The parameter names in the class file, or nothing unless all are there. */
    Optional<List<String>> names() {
        if (receivers() > 0) {
            return Optional.empty(); // the receiver has no name
        }
        return method().flatMap(method -> kept(method)
                .or(() -> LocalNames.of(
                        method.getDeclaringClass(),
                        lambda.getImplMethodName(),
                        lambda.getImplMethodSignature(),
                        Modifier.isStatic(method.getModifiers())))
                .map(names -> names.subList(method.getParameterCount() - type.parameterCount(), names.size())));
    }

    private static Optional<List<String>> kept(Executable method) {
        List<String> names = new ArrayList<>();
        for (Parameter parameter : method.getParameters()) {
            if (!parameter.isNamePresent()) {
                return Optional.empty();
            }
            names.add(parameter.getName());
        }
        return Optional.of(names);
    }

    /** The number of parameters before the method's own: one for {@code Type::method} without an object. */
    private int receivers() {
        int own = MethodType.fromMethodDescriptorString(lambda.getImplMethodSignature(), loader)
                .parameterCount();
        return Math.max(0, type.parameterCount() - own);
    }

    private Optional<Executable> method() {
        try {
            Class<?> owner = Class.forName(lambda.getImplClass().replace('/', '.'), false, loader);
            Executable[] candidates = lambda.getImplMethodKind() == MethodHandleInfo.REF_newInvokeSpecial
                    ? owner.getDeclaredConstructors()
                    : owner.getDeclaredMethods();
            for (Executable candidate : candidates) {
                if (isMeant(candidate)) {
                    return Optional.of(candidate);
                }
            }
        } catch (ClassNotFoundException gone) {
            // treated as a method without names
        }
        return Optional.empty();
    }

    private boolean isMeant(Executable candidate) {
        var parameters = MethodType.methodType(void.class, candidate.getParameterTypes());
        String wanted = lambda.getImplMethodSignature();
        return (candidate.getName().equals(lambda.getImplMethodName())
                        || lambda.getImplMethodKind() == MethodHandleInfo.REF_newInvokeSpecial)
                && parameters.descriptorString().startsWith(wanted.substring(0, wanted.indexOf(')') + 1));
    }
}
