package faas;

import faas.runtime.config.Settings;
import faas.runtime.config.SettingsReader;
import faas.runtime.signature.Signature;
import faas.runtime.signature.SignatureReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is to be served and how, checked. */
record Plan(Signature signature, Settings settings, List<String> unknownSettings) {

    Plan {
        unknownSettings = List.copyOf(unknownSettings);
    }

    static Plan of(List<String> names, Fn function, String address, Map<String, String> environment) throws Mistakes {
        List<String> mistakes = new ArrayList<>();
        Optional<Signature> signature = new SignatureReader(mistakes::add).read(names, function);
        signature
                .map(Signature::result)
                .filter(type -> !Rendering.mayRender(type))
                .ifPresent(type -> mistakes.add(
                        "the function returns %s, which has no text: return a String, a number, a boolean or a Result"
                                .formatted(type.getTypeName())));
        var reader = new SettingsReader(environment, mistakes::add);
        Settings settings = reader.read(address);
        if (signature.isEmpty() || !mistakes.isEmpty()) {
            throw new Mistakes(mistakes);
        }
        return new Plan(signature.get(), settings, reader.unknown());
    }
}
