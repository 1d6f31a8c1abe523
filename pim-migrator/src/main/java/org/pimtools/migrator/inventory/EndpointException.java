package org.pimtools.migrator.inventory;

import org.pimtools.common.finding.FindingCode;

/** An endpoint's inventory cannot be had: becomes a finding about the endpoint, and the other endpoints go on. */
public final class EndpointException extends Exception {
    private final FindingCode code;
    private final boolean transientFault;

    /**
     * @param message what was seen: lower case, no final stop, no secret
     * @param transientFault true when trying again may help
     */
    public EndpointException(FindingCode code, String message, boolean transientFault, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.transientFault = transientFault;
    }

    public FindingCode code() {
        return code;
    }

    public boolean transientFault() {
        return transientFault;
    }
}
