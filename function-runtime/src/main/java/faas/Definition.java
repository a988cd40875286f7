package faas;

import faas.runtime.signature.Parameter;
import faas.runtime.signature.Signature;
import faas.runtime.signature.SignatureReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A function as its author wrote it down, in one of the four ways. */
sealed interface Definition {

    /** What it comes to; the reader is told of every error. */
    Optional<Signature> read(SignatureReader reader);

    /** Names beside the function. */
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

    /** Parameters that say everything themselves. */
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

    /** A record whose components are the parameters. */
    record OfRecord(Class<? extends Record> type, Fn function) implements Definition {

        @Override
        public Optional<Signature> read(SignatureReader reader) {
            return reader.readRecord(type, function.reference(), function);
        }
    }
}
