package org.pimtools.testkit.server;

/** A SOAP fault that a vSphere server answered with. */
public final class SoapFault extends RuntimeException {
    private final String type;

    /** @param type the name of the fault's detail, such as {@code InvalidLogin}, or the fault code without one */
    SoapFault(String type, String message) {
        super(type + ": " + message);
        this.type = type;
    }

    public String type() {
        return type;
    }
}
