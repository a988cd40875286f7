package faas.runtime.compile;

import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.reflect.AccessFlag;
import java.util.Set;

/** Recognises a main method that Java can launch: with or without a String array, static or not. */
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
