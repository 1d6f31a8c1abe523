package org.pimtools.migrator.provider.hyperv;

import java.io.StringWriter;
import java.net.URI;
import java.util.UUID;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.pimtools.migrator.remote.Request;

/**
 * The three requests of an enumeration. Sources: DMTF DSP0226 (WS-Management), clause 8; DSP0227 for the URIs of classes;
 * Microsoft's [MS-WSMV] for the path and for where WMI's namespaces are.
 */
final class WsmanRequests {
    /** The most instances that one answer has; it has fewer when they would be too large together. */
    static final int PAGE_SIZE = 100;

    /** The largest answer that Windows gives by default, in bytes. */
    private static final int LARGEST_ENVELOPE = 512_000;

    private static final String NAMESPACE = "http://schemas.microsoft.com/wbem/wsman/1/wmi/root/virtualization/v2/";
    private static final String SOAP = "http://www.w3.org/2003/05/soap-envelope";
    private static final String ADDRESSING = "http://schemas.xmlsoap.org/ws/2004/08/addressing";
    private static final String ENUMERATION = "http://schemas.xmlsoap.org/ws/2004/09/enumeration";
    private static final String WSMAN = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd";
    private static final String KIND = "application/soap+xml;charset=UTF-8";

    private final URI address;

    WsmanRequests(URI address) {
        this.address = address;
    }

    private interface Content {
        void write(XMLStreamWriter xml) throws XMLStreamException;
    }

    /** Opens an enumeration of all instances of a class, which changes nothing; may be sent again. */
    Request enumerate(String className) {
        return request("Enumerate", className, xml -> xml.writeEmptyElement("n", "Enumerate", ENUMERATION))
                .repeatable();
    }

    /** The next instances of an enumeration, which it then has behind it. */
    Request pull(String className, String context) {
        return request("Pull", className, xml -> {
            xml.writeStartElement("n", "Pull", ENUMERATION);
            text(xml, "n", "EnumerationContext", ENUMERATION, context);
            text(xml, "n", "MaxElements", ENUMERATION, Integer.toString(PAGE_SIZE));
            xml.writeEndElement();
        });
    }

    /** Gives up an enumeration. */
    Request release(String className, String context) {
        return request("Release", className, xml -> {
            xml.writeStartElement("n", "Release", ENUMERATION);
            text(xml, "n", "EnumerationContext", ENUMERATION, context);
            xml.writeEndElement();
        });
    }

    private Request request(String action, String className, Content body) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("s", "Envelope", SOAP);
            xml.writeNamespace("s", SOAP);
            xml.writeNamespace("a", ADDRESSING);
            xml.writeNamespace("n", ENUMERATION);
            xml.writeNamespace("w", WSMAN);
            xml.writeStartElement("s", "Header", SOAP);
            text(xml, "a", "To", ADDRESSING, address.toString());
            mustUnderstand(xml, "w", "ResourceURI", WSMAN, NAMESPACE + className);
            xml.writeStartElement("a", "ReplyTo", ADDRESSING);
            mustUnderstand(xml, "a", "Address", ADDRESSING, ADDRESSING + "/role/anonymous");
            xml.writeEndElement();
            mustUnderstand(xml, "a", "Action", ADDRESSING, ENUMERATION + "/" + action);
            text(xml, "a", "MessageID", ADDRESSING, "uuid:" + UUID.randomUUID());
            mustUnderstand(xml, "w", "MaxEnvelopeSize", WSMAN, Integer.toString(LARGEST_ENVELOPE));
            text(xml, "w", "OperationTimeout", WSMAN, "PT60S");
            xml.writeEndElement();
            xml.writeStartElement("s", "Body", SOAP);
            body.write(xml);
            xml.writeEndElement();
            xml.writeEndElement();
            xml.writeEndDocument();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a text that XML cannot carry", e);
        }
        return Request.post(address, KIND, text.toString());
    }

    private static void text(XMLStreamWriter xml, String prefix, String name, String namespace, String text)
            throws XMLStreamException {
        xml.writeStartElement(prefix, name, namespace);
        xml.writeCharacters(text);
        xml.writeEndElement();
    }

    private static void mustUnderstand(XMLStreamWriter xml, String prefix, String name, String namespace, String text)
            throws XMLStreamException {
        xml.writeStartElement(prefix, name, namespace);
        xml.writeAttribute("s", SOAP, "mustUnderstand", "true");
        xml.writeCharacters(text);
        xml.writeEndElement();
    }
}
