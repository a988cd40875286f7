package faas.gateway.proxy;

import faas.gateway.proxy.call.Call;
import faas.gateway.proxy.call.ClientError;
import faas.gateway.routing.Route;
import org.jspecify.annotations.Nullable;

/** Refuses the paths below {@code /_/}, by which the platform speaks to functions. */
public final class ReservedPathAdmission implements Admission {
    @Override
    public @Nullable Refusal check(Call call, Route route) {
        String target = call.target();
        int mark = target.indexOf('?');
        return isReserved(mark < 0 ? target : target.substring(0, mark))
                ? new Refusal(new ClientError.ReservedPath(call.function()))
                : null;
    }

    /**
     * Whether any server may take the path for one below {@code /_/}: decoded or not, with or without parameters, its dots and
     * double slashes resolved or not.
     */
    static boolean isReserved(String path) {
        if (!path.contains("/_") && path.indexOf('%') < 0) {
            return false;
        }
        int depth = 0;
        for (String segment : decoded(path).split("/", -1)) {
            int parameters = segment.indexOf(';');
            String name = parameters < 0 ? segment : segment.substring(0, parameters);
            if (name.equals("_") && depth == 0) {
                return true;
            }
            depth = switch (name) {
                case "", "." -> depth;
                case ".." -> Math.max(0, depth - 1);
                default -> depth + 1;
            };
        }
        return false;
    }

    /** With every percent-encoded byte as a character, and a backslash as the slash that some servers take it for. */
    private static String decoded(String path) {
        if (path.indexOf('%') < 0) {
            return path;
        }
        StringBuilder decoded = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '%' && i + 2 < path.length()) {
                c = (char) (Character.digit(path.charAt(i + 1), 16) << 4 | Character.digit(path.charAt(i + 2), 16));
                i += 2;
            }
            decoded.append(c == '\\' ? '/' : c);
        }
        return decoded.toString();
    }
}
