package faas.gateway.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OwnContainerTest {
    private static final String ID = "4f6a1c".repeat(10) + "4f6a";
    private static final String OTHER = "0123456789abcdef".repeat(4);

    private static final String MOUNTS_OF_A_CONTAINER = """
            612 593 0:53 / / rw,relatime master:282 - overlay overlay rw,lowerdir=/var/lib/docker/overlay2/l/A
            617 612 8:1 /var/lib/docker/containers/%s/resolv.conf /etc/resolv.conf rw,relatime - ext4 /dev/sda1 rw
            618 612 8:1 /var/lib/docker/containers/%s/hostname /etc/hostname rw,relatime - ext4 /dev/sda1 rw
            619 612 8:1 /var/lib/docker/containers/%s/hosts /etc/hosts rw,relatime - ext4 /dev/sda1 rw
            """.formatted(ID, ID, ID);

    @Test
    void the_full_id_from_the_mounts_replaces_the_short_one() {
        assertEquals(List.of(ID), OwnContainer.candidates(Optional.of(ID.substring(0, 12)), MOUNTS_OF_A_CONTAINER));
    }

    @Test
    void another_data_root_makes_no_difference() {
        String mounts = "9 8 8:1 /containers/" + ID + "/hosts /etc/hosts rw - ext4 /dev/sdb1 rw\n";

        assertEquals(List.of(ID), OwnContainer.candidates(Optional.empty(), mounts));
    }

    @Test
    void without_the_mounts_the_host_name_is_used_if_it_is_an_id() {
        assertEquals(List.of("0123456789ab"), OwnContainer.candidates(Optional.of("0123456789ab"), ""));
        assertEquals(List.of(), OwnContainer.candidates(Optional.of("gateway"), ""));
    }

    @Test
    void on_a_host_the_mounts_of_its_containers_are_ignored() {
        String mounts = "700 30 0:60 / /var/lib/docker/containers/" + OTHER + "/mounts/shm rw - tmpfs shm rw\n"
                + "701 30 0:61 /containers/" + OTHER + "/hosts /var/lib/elsewhere rw - ext4 /dev/sda1 rw\n";

        assertEquals(List.of(), OwnContainer.candidates(Optional.of("my-laptop"), mounts));
    }
}
