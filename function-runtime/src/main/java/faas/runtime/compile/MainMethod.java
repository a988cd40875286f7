package faas.runtime.compile;

import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.reflect.AccessFlag;
import java.util.Set;

/** Whether Java would start a class: it has a main method, with an array of String or without, static or not. */
final class MainMethod {

    private static final Set<String> TYPES = Set.of("()V", "([Ljava/lang/String;)V");

    private MainMethod() {}

    static boolean isIn(byte[] classFile) {
        return ClassFile.of().parse(classFile).methods().stream().anyMatch(MainMethod::isOne);
    }

    private static boolean isOne(MethodModel method) {
        return method.methodName().equalsString("main")
                && TYPES.contains(method.methodType().stringValue())
                && !method.flags().has(AccessFlag.PRIVATE);
    }
}
