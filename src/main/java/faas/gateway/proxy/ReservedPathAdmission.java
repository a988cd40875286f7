package faas.gateway.proxy;

import faas.gateway.http1.PathSegments;
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
        if (path.indexOf('_') < 0 && path.indexOf('%') < 0) {
            return false;
        }
        int depth = 0;
        for (String name : PathSegments.of(path)) {
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
}
