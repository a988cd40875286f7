package faas;

import faas.runtime.config.Settings;
import faas.runtime.config.SettingsReader;
import faas.runtime.log.Log;
import faas.runtime.signature.Signature;
import faas.runtime.signature.SignatureReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A function with its settings, both valid. */
record Plan(Signature signature, Settings settings, List<String> unknownSettings) {

    Plan {
        unknownSettings = List.copyOf(unknownSettings);
    }

    static Plan of(Definition definition, String address, Map<String, String> environment) throws InvalidFunction {
        List<String> errors = new ArrayList<>();
        Optional<Signature> signature = definition.read(new SignatureReader(errors::add));
        if (signature.isPresent() && !ResultRenderer.mayRender(signature.get().result())) {
            errors.add(
                    "the function returns " + signature.get().result().getTypeName()
                            + ", which cannot be sent as a response: return a String, a number, a record, a list, a map or a Result");
        }
        var reader = new SettingsReader(environment, errors::add);
        Settings settings = reader.read(address);
        if (signature.isEmpty() || !errors.isEmpty()) {
            throw new InvalidFunction(errors);
        }
        return new Plan(signature.get(), settings, reader.unknown());
    }

    FunctionEndpoint endpoint(Log log) {
        return new FunctionEndpoint(signature, settings.behaviour(), log);
    }
}
