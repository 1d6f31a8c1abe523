package org.pimtools.migrator.inventory;

import org.pimtools.common.finding.FindingCode;
import org.pimtools.migrator.remote.RemoteException;

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

    /** What a server's fault means for its inventory. */
    public static EndpointException of(RemoteException fault) {
        FindingCode code =
                switch (fault.reason()) {
                    case UNREACHABLE -> FindingCode.UNREACHABLE;
                    case LOGIN_REFUSED -> FindingCode.LOGIN_REFUSED;
                    case CERTIFICATE_UNVERIFIED -> FindingCode.CERTIFICATE_UNVERIFIED;
                    case CERTIFICATE_CHANGED -> FindingCode.CERTIFICATE_CHANGED;
                    case FAILED -> FindingCode.ENDPOINT_FAILED;
                };
        return new EndpointException(code, fault.getMessage(), fault.transientFault(), fault);
    }

    public FindingCode code() {
        return code;
    }

    public boolean transientFault() {
        return transientFault;
    }
}
