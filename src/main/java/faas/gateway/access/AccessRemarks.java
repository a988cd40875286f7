package faas.gateway.access;

import faas.gateway.function.AccessPolicy;
import faas.gateway.function.AddressBlock;
import faas.gateway.function.Authentication;
import faas.gateway.function.DeployedFunction;
import faas.gateway.function.Diagnosis;
import faas.gateway.function.FunctionService;
import faas.gateway.function.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the diagnosis says about who may call functions.
 *
 * @param hasInternal whether there is an address for clients inside the network
 */
record AccessRemarks(
        KeySecrets secrets,
        Authentication byDefault,
        boolean hasInternal,
        int gateways,
        Function<String, Optional<DeployedFunction>> functions) {
    /** Callers that are named. */
    private static final int MAX_CALLERS = 20;

    Diagnosis addTo(Diagnosis diagnosis) {
        return new Diagnosis(diagnosis.services().stream().map(this::addTo).toList());
    }

    private Diagnosis.Service addTo(Diagnosis.Service service) {
        Optional<AccessPolicy> found = functions.apply(service.function()).stream()
                .flatMap(function -> function.services().stream())
                .filter(candidate -> candidate.id().equals(service.id()))
                .map((FunctionService candidate) -> candidate.policy().access())
                .findFirst();
        if (found.isEmpty() || found.get().closed()) {
            return service;
        }
        AccessPolicy policy = found.get();
        List<String> remarks = new ArrayList<>(service.remarks());
        List<String> commands = new ArrayList<>(service.commands());
        switch (policy.authentication().orElse(byDefault)) {
            case Authentication.None none -> {
                if (byDefault instanceof Authentication.Key) {
                    remarks.add("clients need no key, because its label faas.auth is none");
                }
            }
            case Authentication.Key key -> addKey(key.secret(), remarks, commands);
        }
        addOrigins(policy, remarks);
        addRate(policy, remarks);
        return new Diagnosis.Service(
                service.id(),
                service.name(),
                service.function(),
                service.routed(),
                service.rollout(),
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
        int others = callers.size() - MAX_CALLERS;
        remarks.add("to call it, a client needs a key of the secret " + secret + "; it has keys for "
                + (others > 0
                        ? String.join(", ", callers.subList(0, MAX_CALLERS)) + " and " + others + " others"
                        : Quoted.all(callers)));
        if (!trouble.isEmpty()) {
            remarks.add(trouble);
        }
    }

    private void addOrigins(AccessPolicy policy, List<String> remarks) {
        if (policy.internal()) {
            remarks.add(
                    hasInternal
                            ? "only clients inside the network may call it, because its label faas.visibility is internal"
                            : "nobody may call it: its label faas.visibility is internal, and the gateway has no address for "
                                    + "clients inside the network: set FAAS_INTERNAL_LISTEN");
        }
        if (!policy.allow().isEmpty()) {
            remarks.add("only these addresses may call it: "
                    + policy.allow().stream().map(AddressBlock::toString).collect(Collectors.joining(", ")));
        }
        if (!policy.origins().isEmpty()) {
            remarks.add("browsers may call it from web pages of " + String.join(", ", policy.origins()));
        }
    }

    private void addRate(AccessPolicy policy, List<String> remarks) {
        policy.rate()
                .ifPresent(limit -> remarks.add("calls are limited to " + limit
                        + (gateways > 1 ? "; each of the " + gateways + " gateways grants its share" : "")));
    }
}
