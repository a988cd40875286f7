package faas.gateway.discovery.swarm;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The id of the container the gateway runs in, as far as it shows from the inside. */
public final class OwnContainer {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{12,64}");

    /**
     * A line of mountinfo for a file that Docker puts into every container. The mount point counts too: on a host the
     * same list shows the mounts of all its containers.
     */
    private static final Pattern MOUNT =
            Pattern.compile("/containers/([0-9a-f]{64})/\\S+ /etc/(?:hostname|hosts|resolv\\.conf) ");

    private OwnContainer() {}

    /**
     * What the container may be called, the surest first; empty outside a container.
     *
     * @param hostName the variable {@code HOSTNAME}: the short id, unless the service sets a host name of its own
     * @param mountInfo the text of {@code /proc/self/mountinfo}
     */
    public static List<String> candidates(Optional<String> hostName, String mountInfo) {
        Stream<String> mounted = MOUNT.matcher(mountInfo).results().map(mount -> mount.group(1));
        List<String> ids = mounted.distinct().toList();
        Optional<String> shortId = hostName.filter(name -> ID.matcher(name).matches())
                .filter(name -> ids.stream().noneMatch(id -> id.startsWith(name)));
        return Stream.concat(ids.stream(), shortId.stream()).toList();
    }
}
