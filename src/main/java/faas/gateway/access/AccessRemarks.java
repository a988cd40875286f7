package faas.gateway.access;

import faas.gateway.function.AccessPolicy;
import faas.gateway.function.Authentication;
import faas.gateway.function.DeployedFunction;
import faas.gateway.function.Diagnosis;
import faas.gateway.function.FunctionService;
import faas.gateway.function.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What the diagnosis says about who may call functions. */
final class AccessRemarks {
    /** Callers that are named. */
    private static final int MAX_CALLERS = 20;

    private final KeySecrets secrets;
    private final Authentication byDefault;
    private final Function<String, Optional<DeployedFunction>> functions;

    AccessRemarks(
            KeySecrets secrets, Authentication byDefault, Function<String, Optional<DeployedFunction>> functions) {
        this.secrets = secrets;
        this.byDefault = byDefault;
        this.functions = functions;
    }

    Diagnosis addTo(Diagnosis diagnosis) {
        return new Diagnosis(diagnosis.services().stream().map(this::addTo).toList());
    }

    private Diagnosis.Service addTo(Diagnosis.Service service) {
        Optional<AccessPolicy> policy = functions.apply(service.function()).stream()
                .flatMap(function -> function.services().stream())
                .filter(candidate -> candidate.id().equals(service.id()))
                .map(FunctionService::policy)
                .map(found -> found.access())
                .findFirst();
        if (policy.isEmpty() || policy.get().closed()) {
            return service;
        }
        List<String> remarks = new ArrayList<>(service.remarks());
        List<String> commands = new ArrayList<>(service.commands());
        switch (policy.get().authentication().orElse(byDefault)) {
            case Authentication.None none -> {
                if (byDefault instanceof Authentication.Key) {
                    remarks.add("everybody may call it, because its label faas.auth is none");
                }
            }
            case Authentication.Key key -> addKey(key.secret(), remarks, commands);
        }
        return new Diagnosis.Service(
                service.id(),
                service.name(),
                service.function(),
                service.routed(),
                service.reasons(),
                remarks,
                commands,
                service.tasks());
    }

    private void addKey(String secret, List<String> remarks, List<String> commands) {
        KeySet keys = secrets.keys(secret);
        String trouble = secrets.trouble(secret);
        if (keys == null) {
            remarks.add("nobody may call it: " + trouble);
            commands.add("docker service update --secret-add " + secret + " GATEWAY");
            return;
        }
        List<String> callers = keys.callers();
        String others = callers.size() > MAX_CALLERS ? " and " + (callers.size() - MAX_CALLERS) + " others" : "";
        remarks.add("to call it, a client needs a key of the secret " + secret + "; it has keys for "
                + (others.isEmpty()
                        ? Quoted.all(callers)
                        : String.join(", ", callers.subList(0, MAX_CALLERS)) + others));
        if (!trouble.isEmpty()) {
            remarks.add(trouble);
        }
    }
}
