package faas;

import faas.runtime.binding.Binder;
import faas.runtime.binding.Binding;
import faas.runtime.binding.BindingRules;
import faas.runtime.binding.Input;
import faas.runtime.config.Settings;
import faas.runtime.log.Level;
import faas.runtime.log.Log;
import faas.runtime.response.Accept;
import faas.runtime.response.BadParameter;
import faas.runtime.response.Problem;
import faas.runtime.response.Reply;
import faas.runtime.server.Endpoint;
import faas.runtime.server.Request;
import faas.runtime.signature.Parameter;
import faas.runtime.signature.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Serves one function: binds the parameters, calls the function and renders its result or failure. */
final class FunctionEndpoint implements Endpoint {

    private final Signature signature;
    private final Settings.Behaviour behaviour;
    private final Binder binder;
    private final Log log;

    FunctionEndpoint(Signature signature, Settings.Behaviour behaviour, Log log) {
        this.signature = signature;
        this.behaviour = behaviour;
        this.binder = new Binder(
                signature.parameters(), new BindingRules(behaviour.strictParameters(), behaviour.finiteOnly()));
        this.log = log;
    }

    @Override
    public Reply handle(Request request) {
        return ScopedValue.where(Call.CURRENT, new Call(request, log)).call(() -> call(request));
    }

    @Override
    public String info() {
        return FunctionInfo.json(signature);
    }

    @SuppressWarnings("CatchingUnchecked") // whatever a function throws, the process continues
    private Reply call(Request request) {
        try {
            var input = new Input(request.query(), request.headers().first("Content-Type"), request.body());
            Binding binding = binder.bind(input);
            if (binding instanceof Binding.Refused refused) {
                return refused.problem();
            }
            return render(request, signature.invoke(((Binding.Bound) binding).values()));
        } catch (BadInput refusal) {
            return Problem.refused(refusal.status(), String.valueOf(refusal.getMessage()));
        } catch (IllegalArgumentException | ArithmeticException refusal) {
            return behaviour.refusals() ? refused(refusal) : failed(request, refusal);
        } catch (InterruptedException stop) {
            return Problem.stopped();
        } catch (Throwable failure) {
            return failed(request, failure);
        }
    }

    private Problem failed(Request request, Throwable failure) {
        // An exception after the interrupt of a cancelled call is no failure of the function.
        if (!request.cancelled().getAsBoolean()) {
            log.failure(request.callId(), failure);
        }
        return behaviour.showFailures() ? Problem.failed(failure.toString()) : Problem.failed();
    }

    private Problem refused(RuntimeException refusal) {
        String reason = Objects.requireNonNullElse(refusal.getMessage(), "no reason given");
        List<BadParameter> parameters = new ArrayList<>();
        for (Parameter parameter : signature.parameters()) {
            parameters.add(new BadParameter(
                    parameter.name(), "refused", Optional.of(parameter.type().javaName()), reason));
        }
        return Problem.refusedInput(parameters, reason);
    }

    private Reply render(Request request, @Nullable Object result) {
        try {
            return ResultRenderer.response(
                    result, Accept.asksForJson(request.headers().first("Accept").orElse("")));
        } catch (UnsupportedResult unsupported) {
            String message = String.valueOf(unsupported.getMessage());
            log.line(Level.ERROR, request.callId(), message);
            return behaviour.showFailures() ? Problem.failed(message) : Problem.failed();
        }
    }
}
