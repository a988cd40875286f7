package faas;

import faas.runtime.answer.BadParameter;
import faas.runtime.answer.Problem;
import faas.runtime.answer.Reply;
import faas.runtime.binding.Binder;
import faas.runtime.binding.Binding;
import faas.runtime.log.Log;
import faas.runtime.server.Endpoint;
import faas.runtime.server.Request;
import faas.runtime.signature.Signature;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One function as an endpoint: query in, values bound, function called, result or fault out. */
final class FunctionEndpoint implements Endpoint {

    private final Signature signature;
    private final Fn function;
    private final Log log;

    FunctionEndpoint(Signature signature, Fn function, Log log) {
        this.signature = signature;
        this.function = function;
        this.log = log;
    }

    @Override
    public Reply answer(Request request) {
        return switch (Binder.bind(signature.parameters(), request.query())) {
            case Binding.Refused refused -> refused.problem();
            case Binding.Bound bound -> call(request.callId(), bound.values());
        };
    }

    @SuppressWarnings("CatchingUnchecked") // whatever a function throws, the process goes on
    private Reply call(String callId, List<Object> values) {
        @Nullable Object result;
        try {
            result = function.invoke(values);
        } catch (IllegalArgumentException | ArithmeticException refusal) {
            return refused(refusal);
        } catch (InterruptedException stop) {
            return Problem.stopped();
        } catch (Throwable failure) {
            log.failure(callId, failure);
            return Problem.failed();
        }
        return render(callId, result);
    }

    private Problem refused(RuntimeException refusal) {
        String reason = Objects.requireNonNullElse(refusal.getMessage(), "it gave no reason");
        return Problem.refusedInput(
                signature.parameters().stream()
                        .map(parameter -> new BadParameter(
                                parameter.name(),
                                "refused",
                                Optional.of(parameter.type().javaName()),
                                reason))
                        .toList(),
                reason);
    }

    private Reply render(String callId, @Nullable Object result) {
        var answer = Rendering.answer(result);
        if (answer.isPresent()) {
            return answer.get();
        }
        log.line("call=%s the result is a %s, which has no text: return a String, a number, a boolean or a Result"
                .formatted(callId, result == null ? "null" : result.getClass().getName()));
        return Problem.failed();
    }
}
