package org.pimtools.planner.planning;

import org.pimtools.common.secret.Secret;

/**
 * A row of {@code hypervisor} with the datacenter of its physical machine. Every text and number but the id may be null.
 *
 * @param host where the machine itself is
 * @param manager where what manages it is, for instance its vCenter
 * @param agent where the platform's agent on it is
 * @param name of the physical machine
 * @param cloud what the database says of the public cloud that the machine stands for; never null
 */
public record HypervisorRow(
        long id, Long idDataCenter, String type, Access host, Access manager, Access agent, String name, Cloud cloud) {
    public HypervisorRow {
        type = LongText.shortened(type);
        name = LongText.shortened(LongText.blankToNull(name));
    }

    /** A machine that is none of a public cloud. */
    public HypervisorRow(
            long id, Long idDataCenter, String type, Access host, Access manager, Access agent, String name) {
        this(id, idDataCenter, type, host, manager, agent, name, Cloud.NONE);
    }

    /**
     * Where something answers, and as whom to log in; a part that is blank in the database is null.
     *
     * @param password what one logs in with
     * @param encrypted whether the database has a password that only the platform can use
     * @param cut whether the address fills its column, so that the database may have cut it off: it can be another host's
     */
    public record Access(String address, Integer port, String user, Secret password, boolean encrypted, boolean cut) {
        /** With a password that can be used, or with none. */
        public Access(String address, Integer port, String user, Secret password) {
            this(address, port, user, password, false, false);
        }

        public Access {
            address = LongText.shortened(LongText.blankToNull(address));
            user = LongText.shortened(LongText.blankToNull(user));
            password = password == null || password.reveal().isEmpty() ? null : password;
        }
    }

    /**
     * The region of a public cloud, and whose account is used there.
     *
     * @param region as the provider calls it
     * @param endpoint a host name or an https URL, as the platform has it
     * @param access who logs in, for instance an access key; the secret that belongs to it is not read, since the platform encrypts it
     */
    public record Cloud(String region, String endpoint, String access) {
        public static final Cloud NONE = new Cloud(null, null, null);

        public Cloud {
            region = LongText.shortened(LongText.blankToNull(region));
            endpoint = LongText.shortened(LongText.blankToNull(endpoint));
            access = LongText.shortened(LongText.blankToNull(access));
        }
    }
}
