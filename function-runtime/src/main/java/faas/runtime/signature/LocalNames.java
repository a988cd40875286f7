package faas.runtime.signature;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.LocalVariableInfo;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads parameter names from the table of local variables, which compilers write for debuggers. */
final class LocalNames {

    private LocalNames() {}

    /** All names, or nothing if the class was compiled without the table. */
    static Optional<List<String>> of(Class<?> owner, String method, String descriptor, boolean isStatic) {
        return bytes(owner)
                .flatMap(bytes -> ClassFile.of().parse(bytes).methods().stream()
                        .filter(candidate -> candidate.methodName().equalsString(method)
                                && candidate.methodType().equalsString(descriptor))
                        .findFirst())
                .flatMap(found -> names(found, isStatic ? 0 : 1));
    }

    private static Optional<List<String>> names(MethodModel method, int firstSlot) {
        Map<Integer, String> bySlot = method.findAttribute(Attributes.code()).stream()
                .flatMap(code -> code.findAttribute(Attributes.localVariableTable()).stream())
                .flatMap(table -> table.localVariables().stream())
                .filter(variable -> variable.startPc() == 0)
                .collect(Collectors.toMap(
                        LocalVariableInfo::slot, variable -> variable.name().stringValue(), (first, second) -> first));
        List<String> names = new ArrayList<>();
        int slot = firstSlot;
        for (ClassDesc type : method.methodTypeSymbol().parameterList()) {
            String name = bySlot.get(slot);
            if (name == null) {
                return Optional.empty();
            }
            names.add(name);
            slot += TypeKind.from(type).slotSize();
        }
        return Optional.of(names);
    }

    private static Optional<byte[]> bytes(Class<?> owner) {
        String file = owner.getName().substring(owner.getName().lastIndexOf('.') + 1) + ".class";
        try (InputStream in = owner.getResourceAsStream(file)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
