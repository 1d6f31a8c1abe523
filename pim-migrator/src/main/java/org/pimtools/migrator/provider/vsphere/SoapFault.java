package org.pimtools.migrator.provider.vsphere;

/** The server answered with a SOAP fault. */
final class SoapFault extends Exception {
    private final String type;

    /**
     * @param type the VIM fault's type, for instance {@code InvalidLogin}; empty when the server names none
     * @param text what the server says about it, cut to a readable length
     */
    SoapFault(String type, String text) {
        super(text);
        this.type = type;
    }

    String type() {
        return type;
    }
}
