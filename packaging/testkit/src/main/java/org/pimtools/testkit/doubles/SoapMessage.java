package org.pimtools.testkit.doubles;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.pimtools.testkit.server.Xml;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** SOAP 1.1 as vSphere speaks it. */
final class SoapMessage {
    private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + "<soapenv:Envelope xmlns:soapenc=\"http://schemas.xmlsoap.org/soap/encoding/\""
            + " xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\""
            + " xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\""
            + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n<soapenv:Body>\n";
    private static final String TAIL = "\n</soapenv:Body>\n</soapenv:Envelope>";

    private SoapMessage() {}

    /** The method's element of a request; empty for what is no SOAP request. */
    static Optional<Element> method(byte[] body) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            Element envelope = builder.parse(new ByteArrayInputStream(body)).getDocumentElement();
            return child(envelope, "Body")
                    .flatMap(element -> children(element).stream().findFirst());
        } catch (SAXException e) {
            return Optional.empty();
        } catch (IOException | ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<Element> children(Element parent) {
        List<Element> children = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }

    static List<Element> children(Element parent, String name) {
        return children(parent).stream()
                .filter(element -> element.getLocalName().equals(name))
                .toList();
    }

    static Optional<Element> child(Element parent, String name) {
        return children(parent, name).stream().findFirst();
    }

    /** The text of a child element; empty without it. */
    static String text(Element parent, String name) {
        return child(parent, name).map(Node::getTextContent).orElse("").strip();
    }

    static HttpExchange.Reply answer(String method, String content) {
        return HttpExchange.Reply.xml(
                200,
                HEAD + "<" + method + "Response xmlns=\"urn:vim25\">" + content + "</" + method + "Response>" + TAIL);
    }

    /** @param type of the fault, such as {@code InvalidLogin} */
    static HttpExchange.Reply fault(String type, String message, String detail) {
        return HttpExchange.Reply.xml(
                500,
                HEAD + "<soapenv:Fault><faultcode>ServerFaultCode</faultcode><faultstring>" + Xml.escape(message)
                        + "</faultstring><detail><" + type + "Fault xmlns=\"urn:vim25\" xsi:type=\"" + type + "\">"
                        + detail + "</" + type + "Fault></detail></soapenv:Fault>" + TAIL);
    }
}
