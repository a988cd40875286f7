package faas.gateway.proxy;

import io.undertow.client.ClientCallback;
import java.io.IOException;
import java.util.function.Consumer;

/** What to do next with what Undertow's client hands over, or with its failure. */
record Callback<T>(Consumer<T> then, Consumer<IOException> otherwise) implements ClientCallback<T> {
    @Override
    public void completed(T result) {
        then.accept(result);
    }

    @Override
    public void failed(IOException e) {
        otherwise.accept(e);
    }
}
