package faas;

import faas.runtime.signature.Parameter;
import faas.runtime.signature.Signature;
import faas.runtime.signature.SignatureReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A function and its parameters, as its author declared them. */
sealed interface Definition {

    /** The signature, or nothing after errors, which go to the reader. */
    Optional<Signature> read(SignatureReader reader);

    /** Parameter names and the function. */
    record Named(List<String> names, Fn function) implements Definition {

        public Named {
            names = List.copyOf(names);
        }

        @Override
        public Optional<Signature> read(SignatureReader reader) {
            return reader.read(names, function.reference(), function);
        }
    }

    /** The function alone. */
    record Plain(Fn function) implements Definition {

        @Override
        public Optional<Signature> read(SignatureReader reader) {
            return reader.read(function.reference(), function);
        }
    }

    /** A {@link Param} for each parameter. */
    record Typed(List<Param<?>> params, Fn function) implements Definition {

        public Typed {
            params = List.copyOf(params);
        }

        @Override
        public Optional<Signature> read(SignatureReader reader) {
            List<Parameter> parameters = new ArrayList<>();
            for (Param<?> param : params) {
                param.parameter(reader).ifPresent(parameters::add);
            }
            return reader.readTyped(parameters, function.reference(), function);
        }
    }

    /** A record with the parameters as components. */
    record OfRecord(Class<? extends Record> type, Fn function) implements Definition {

        @Override
        public Optional<Signature> read(SignatureReader reader) {
            return reader.readRecord(type, function.reference(), function);
        }
    }
}
