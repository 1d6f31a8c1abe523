package org.pimtools.migrator.provider.vsphere;

import javax.xml.stream.XMLStreamException;
import org.pimtools.migrator.remote.XmlAnswer;

/** What a property collector answers: one page of objects, and the token that asks for the next page. */
final class RetrieveResult {
    /** Reads the element that was entered last. */
    interface Element {
        void read() throws XMLStreamException;
    }

    private RetrieveResult() {}

    /**
     * Reads the whole page.
     *
     * @return the token, null on the last page
     */
    static String read(XmlAnswer answer, Element object) throws XMLStreamException {
        String token = null;
        while (answer.child()) {
            if (!answer.name().equals("returnval")) {
                answer.skip();
                continue;
            }
            while (answer.child()) {
                switch (answer.name()) {
                    case "token" -> token = answer.text();
                    case "objects" -> object.read();
                    default -> answer.skip();
                }
            }
        }
        return token;
    }
}
