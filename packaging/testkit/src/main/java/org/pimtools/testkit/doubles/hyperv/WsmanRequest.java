package org.pimtools.testkit.doubles.hyperv;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What a request asks for. Source: DMTF DSP0226 (WS-Management), clauses 5 and 8. */
record WsmanRequest(String action, String className, String context, int maxElements, String messageId) {
    private static final String ADDRESSING = "http://schemas.xmlsoap.org/ws/2004/08/addressing";
    private static final String ENUMERATION = "http://schemas.xmlsoap.org/ws/2004/09/enumeration";
    private static final String WSMAN = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd";
    static final String NAMESPACE = "http://schemas.microsoft.com/wbem/wsman/1/wmi/root/virtualization/v2/";

    /** Empty when it is no request of WS-Management. */
    static Optional<WsmanRequest> of(byte[] body) {
        Document xml;
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setNamespaceAware(true);
            xml = factory.newDocumentBuilder().parse(new ByteArrayInputStream(body));
        } catch (SAXException | IOException e) {
            return Optional.empty();
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
        String action = text(xml, ADDRESSING, "Action");
        String resource = text(xml, WSMAN, "ResourceURI");
        String most = text(xml, ENUMERATION, "MaxElements");
        return Optional.of(new WsmanRequest(
                action.startsWith(ENUMERATION + "/") ? action.substring(ENUMERATION.length() + 1) : "",
                resource.startsWith(NAMESPACE) ? resource.substring(NAMESPACE.length()) : "",
                text(xml, ENUMERATION, "EnumerationContext"),
                most.isEmpty() ? 1 : Integer.parseInt(most),
                text(xml, ADDRESSING, "MessageID")));
    }

    private static String text(Document xml, String namespace, String name) {
        NodeList found = xml.getElementsByTagNameNS(namespace, name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent().strip();
    }
}
