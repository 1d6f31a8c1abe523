package org.pimtools.migrator.provider.vsphere;

import java.util.Locale;
import java.util.regex.Pattern;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.migrator.inventory.EndpointException;

/** Which UUID of a server stands before the {@code #} of its VMs' provider IDs; named as in the endpoint's option {@code id-rule}. */
public enum IdRule {
    /** The instance UUID where the server names one, else that of the hardware. */
    AUTO,
    /** {@code about.instanceUuid}: every vCenter has one. */
    INSTANCE_UUID,
    /** {@code hardware.systemInfo.uuid} of a stand-alone host. */
    HARDWARE_UUID;

    private static final Pattern UUID = Pattern.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");
    /** Of boards whose maker wrote none: the same on every one. */
    private static final Pattern NOBODYS = Pattern.compile("[0-]+|[Ff-]+|03000200-0400-0500-0006-000700080009");

    /** The rule that an option names. */
    public static IdRule of(String option) {
        return valueOf(option.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Asks the server for the UUID of its hardware; an empty text when it shows none. */
    interface Hardware {
        String uuid() throws EndpointException, InterruptedException;
    }

    /**
     * The UUID that stands before the {@code #}, in lower case.
     *
     * @param instanceUuid what the server says about itself; empty when it names none
     */
    String uuid(String instanceUuid, Hardware hardware) throws EndpointException, InterruptedException {
        if (this == HARDWARE_UUID || this == AUTO && instanceUuid.isEmpty()) {
            return hardware(hardware.uuid());
        }
        if (!UUID.matcher(instanceUuid).matches()) {
            throw failed(
                    instanceUuid.isEmpty()
                            ? "the server names no instanceUuid: is it a vCenter?"
                            : "the server's instanceUuid is no UUID");
        }
        return instanceUuid.toLowerCase(Locale.ROOT);
    }

    private static String hardware(String uuid) throws EndpointException {
        if (!UUID.matcher(uuid).matches()) {
            throw failed(
                    uuid.isEmpty()
                            ? "the host shows no UUID of its hardware: the account needs the right System.Read on it"
                            : "the UUID of the host's hardware is none");
        }
        if (NOBODYS.matcher(uuid).matches()) {
            throw failed("the UUID of the host's hardware, " + uuid + ", is one that many hosts have");
        }
        return uuid.toLowerCase(Locale.ROOT);
    }

    private static EndpointException failed(String why) {
        return new EndpointException(FindingCode.ENDPOINT_FAILED, why, false, null);
    }
}
