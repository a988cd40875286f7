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
 * What a lambda or a method reference tells of the method behind it.
 *
 * <p>Its types are those its own code casts its arguments to, so a value of such a type can never be the wrong one. They
 * are always boxes: a method reference to {@code add(double, double)} takes two {@code Double}.
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

    /** The type of a parameter with its type arguments, where the method tells them. */
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

    /** The names of the parameters as the compiler kept them, or nothing where it did not keep them all. */
    Optional<List<String>> names() {
        if (receivers() > 0) {
            return Optional.empty(); // the object a method is called on has no name
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

    /** How many parameters of the function come before the method's own: one for {@code Type::method} without an object. */
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
            // as good as a method that tells nothing
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
