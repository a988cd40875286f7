package faas.gateway.discovery.swarm;


/** Receives what events of Docker are about; called from the thread that reads the stream. */
public interface EventListener {
    /** Docker has accepted the request; events from now on are received, those before may have been missed. */
    void opened();

    /** Something happened to this service, or to one of its containers on this node. */
    void serviceChanged(String serviceId);

    /** Something happened that can concern every service. */
    void swarmChanged();

    /** The networks of the gateway's own container may have changed. */
    void ownNetworksChanged();
}
