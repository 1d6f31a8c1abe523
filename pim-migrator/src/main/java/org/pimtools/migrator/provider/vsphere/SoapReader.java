package org.pimtools.migrator.provider.vsphere;

import java.io.InputStream;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import org.pimtools.common.text.Text;
import org.pimtools.migrator.remote.XmlAnswer;

/** Opens SOAP answers. */
final class SoapReader {
    private static final int LONGEST_FAULT = 300;
    private static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";

    private SoapReader() {}

    /**
     * Opens an answer and goes to the response element in its body.
     *
     * @throws SoapFault when the body holds a fault instead
     * @throws XMLStreamException when this is no SOAP answer
     */
    static XmlAnswer open(InputStream received) throws XMLStreamException, SoapFault {
        XmlAnswer answer = new XmlAnswer(received);
        enter(answer, "Envelope");
        enter(answer, "Body");
        if (!answer.child()) {
            throw new XMLStreamException("empty SOAP body");
        }
        if (answer.name().equals("Fault")) {
            throw fault(answer);
        }
        return answer;
    }

    private static void enter(XmlAnswer answer, String name) throws XMLStreamException {
        while (answer.child()) {
            if (answer.name().equals(name)) {
                return;
            }
            answer.skip();
        }
        throw new XMLStreamException("no SOAP answer");
    }

    private static SoapFault fault(XmlAnswer answer) throws XMLStreamException {
        String type = "";
        String text = "";
        while (answer.child()) {
            switch (answer.name()) {
                case "faultstring" -> text = answer.text();
                case "detail" -> {
                    while (answer.child()) {
                        type = type(answer).orElse(answer.name().replaceFirst("Fault$", ""));
                        answer.skip();
                    }
                }
                default -> answer.skip();
            }
        }
        return new SoapFault(type, Text.shortened(text, LONGEST_FAULT));
    }

    /** The type that the element which was entered last names for itself, without a prefix. */
    static Optional<String> type(XmlAnswer answer) {
        return answer.attribute(XSI, "type").map(name -> name.substring(name.indexOf(':') + 1));
    }
}
