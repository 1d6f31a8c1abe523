package org.pimtools.migrator.provider.vsphere;

import javax.xml.stream.XMLStreamException;

/** An error of the server (HTTP 500) without the SOAP fault that says which: whatever stands in its way may pass. */
final class NoSoapException extends XMLStreamException {
    NoSoapException() {
        super("the server answered HTTP 500 without a SOAP fault");
    }
}
