package faas.gateway.http.listen;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.ChannelListener;
import org.xnio.ChannelListeners;
import org.xnio.channels.AcceptingChannel;
import org.xnio.channels.ConnectedChannel;

/**
 * Accepts connections, each on its IO thread. A connection that arrives while the listener closes is not accepted, which is no
 * error.
 */
record AcceptListener<C extends ConnectedChannel>(ChannelListener<? super C> onAccepted)
        implements ChannelListener<AcceptingChannel<C>> {
    private static final Logger LOG = LoggerFactory.getLogger(AcceptListener.class);

    @Override
    public void handleEvent(AcceptingChannel<C> listener) {
        try {
            for (C accepted = listener.accept(); accepted != null; accepted = listener.accept()) {
                ChannelListeners.invokeChannelListener(accepted, onAccepted);
            }
        } catch (ClosedChannelException e) {
            LOG.debug("a connection arrived while the listener closed");
        } catch (IOException e) {
            LOG.warn("a connection cannot be accepted: {}", e.getMessage());
        }
    }
}
