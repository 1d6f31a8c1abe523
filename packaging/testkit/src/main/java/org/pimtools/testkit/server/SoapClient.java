package org.pimtools.testkit.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import javax.net.ssl.SSLContext;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Calls vSphere methods over one kept connection with one session cookie; for one thread. */
final class SoapClient {
    private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
            + "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\""
            + " xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\""
            + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><soapenv:Body>";
    private static final String TAIL = "</soapenv:Body></soapenv:Envelope>";

    private final HttpClient http;
    private final URI address;

    /** @param tls null for plain HTTP */
    SoapClient(URI address, SSLContext tls) {
        this.address = address;
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).cookieHandler(new CookieManager());
        this.http = (tls == null ? builder : builder.sslContext(tls)).build();
    }

    /**
     * Calls a method.
     *
     * @param self the managed object, as its {@code _this} element
     * @param arguments the other elements
     * @return a reader at the start of the answer
     * @throws SoapFault when the server answers with a fault
     */
    XMLStreamReader call(String method, String self, String arguments) {
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Content-Type", "text/xml; charset=utf-8")
                .header("SOAPAction", "urn:vim25/6.5")
                .POST(HttpRequest.BodyPublishers.ofString(
                        HEAD + "<" + method + " xmlns=\"urn:vim25\">" + self + arguments + "</" + method + ">" + TAIL))
                .build();
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            XMLStreamReader reader = reader(response.body());
            if (response.statusCode() != 200) {
                throw fault(reader);
            }
            return reader;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The text of the first element of a name, which has no children. */
    static String textOf(XMLStreamReader reader, String name) {
        try {
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamReader.START_ELEMENT
                        && reader.getLocalName().equals(name)) {
                    return reader.getElementText();
                }
            }
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        throw new IllegalStateException("the answer has no " + name);
    }

    private static SoapFault fault(XMLStreamReader reader) {
        String message = textOf(reader, "faultstring");
        try {
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamReader.START_ELEMENT
                        && reader.getLocalName().equals("detail")) {
                    reader.nextTag();
                    return new SoapFault(reader.getLocalName().replaceAll("Fault$", ""), message);
                }
            }
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return new SoapFault("ServerFaultCode", message);
    }

    private static XMLStreamReader reader(byte[] body) {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            return factory.createXMLStreamReader(new ByteArrayInputStream(body));
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }
}
