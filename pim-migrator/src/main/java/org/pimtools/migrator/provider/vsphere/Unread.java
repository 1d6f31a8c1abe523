package org.pimtools.migrator.provider.vsphere;

import javax.xml.stream.XMLStreamException;
import org.pimtools.migrator.remote.XmlAnswer;

/**
 * An object that is in an answer without a property that was asked for: an element {@code missingSet}, with the fault in its place.
 *
 * @param fault its type, for instance {@code SystemError}; empty when the server names none
 */
record Unread(String moRef, String fault) {
    private static final String FAULT = "fault";

    /** Reads the element {@code missingSet}, which was entered last, and gives the type of its fault. */
    static String fault(XmlAnswer missingSet) throws XMLStreamException {
        String type = "";
        while (missingSet.child()) {
            if (!missingSet.name().equals(FAULT)) {
                missingSet.skip();
                continue;
            }
            while (missingSet.child()) {
                if (missingSet.name().equals(FAULT)) {
                    type = SoapReader.type(missingSet).orElse("");
                }
                missingSet.skip();
            }
        }
        return type;
    }

    boolean isGone() {
        return fault.equals(SoapFault.GONE);
    }

    /** Whether the object may be there and be readable the next time. */
    boolean passes() {
        return !isGone() && !fault.equals(SoapFault.NO_PERMISSION);
    }
}
