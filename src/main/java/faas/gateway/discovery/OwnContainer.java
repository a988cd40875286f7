package faas.gateway.discovery;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the id of the container the gateway runs in, from inside that container. */
public final class OwnContainer {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{12,64}");

    /**
     * A line of mountinfo for a file that Docker mounts into every container. The mount point is part of the pattern,
     * because on a host the list has the mounts of all containers.
     */
    private static final Pattern MOUNT =
            Pattern.compile("/containers/([0-9a-f]{64})/\\S+ /etc/(?:hostname|hosts|resolv\\.conf) ");

    private OwnContainer() {}

    /**
     * Possible ids of the container, the most reliable first; empty outside a container.
     *
     * @param hostName the variable {@code HOSTNAME}: the short id, unless the service sets its own host name
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
