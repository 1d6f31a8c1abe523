package org.pimtools.planner.planning;

import java.util.Objects;
import org.pimtools.common.secret.Secret;

/**
 * A row of {@code hypervisor} with the datacenter of its physical machine. Every text and number but the id may be null.
 *
 * @param host where the machine itself is
 * @param manager where what manages it is, for instance its vCenter
 * @param agent where the platform's agent on it is
 * @param name of the physical machine
 */
public record HypervisorRow(
        long id, Long idDataCenter, String type, Access host, Access manager, Access agent, String name) {
    public HypervisorRow {
        type = LongText.shortened(type);
        name = LongText.shortened(Access.blankToNull(name));
    }

    /** Where something answers, and as whom to log in; a part that is blank in the database is null. */
    public record Access(String address, Integer port, String user, Secret password) {
        public Access {
            address = LongText.shortened(blankToNull(address));
            user = blankToNull(user);
            password = password == null || password.reveal().isEmpty() ? null : password;
        }

        boolean sameCredentials(Access other) {
            return Objects.equals(user, other.user) && Objects.equals(password, other.password);
        }

        private static String blankToNull(String text) {
            return text == null || text.isBlank() ? null : text;
        }
    }
}
