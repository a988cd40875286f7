package faas.gateway.access;

import faas.gateway.function.AccessPolicy;
import faas.gateway.function.AddressBlock;
import faas.gateway.function.Authentication;
import faas.gateway.function.DeployedFunction;
import faas.gateway.function.Diagnosis;
import faas.gateway.function.FunctionService;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the diagnosis says about who may call functions.
 *
 * @param hasInternal whether there is an address for clients inside the network
 * @param behindMesh whether clients have an address of the ingress mesh
 */
record AccessRemarks(
        Authenticator authenticator,
        Authentication byDefault,
        boolean hasInternal,
        int gateways,
        boolean behindMesh,
        Function<String, Optional<DeployedFunction>> functions) {
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
        for (Authentication way : policy.authentication().orElse(byDefault).ways()) {
            authenticator.explain(way, remarks, commands);
            if (way instanceof Authentication.None && byDefault instanceof Authentication.Key) {
                remarks.add("clients need no key, because its label faas.auth is none");
            }
        }
        addOrigins(policy, remarks);
        addRate(policy, remarks);
        addMesh(policy, remarks);
        return new Diagnosis.Service(
                service.id(),
                service.name(),
                service.function(),
                service.routed(),
                service.rollout(),
                service.reasons(),
                remarks,
                commands,
                service.tasks(),
                service.labels());
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

    private void addMesh(AccessPolicy policy, List<String> remarks) {
        boolean byAddress = policy.rate().filter(limit -> !limit.byCaller()).isPresent();
        if (behindMesh && (byAddress || !policy.allow().isEmpty())) {
            remarks.add(
                    "the gateway's port is published through the ingress mesh, so all clients have an address of it: "
                            + "publish the port with mode=host to keep clients' own addresses");
        }
    }
}
