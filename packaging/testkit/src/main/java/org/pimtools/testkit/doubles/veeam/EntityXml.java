package org.pimtools.testkit.doubles.veeam;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.pimtools.testkit.doubles.HttpExchange;
import org.pimtools.testkit.server.Xml;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** Representations of Enterprise Manager as XML. */
final class EntityXml {
    private EntityXml() {}

    static HttpExchange.Reply reply(int status, String body) {
        return new HttpExchange.Reply(
                status,
                Map.of("Content-Type", "application/xml; charset=utf-8"),
                ("<?xml version=\"1.0\" encoding=\"utf-8\"?>" + body).getBytes(StandardCharsets.UTF_8));
    }

    static HttpExchange.Reply error(int status, String message) {
        return reply(
                status,
                "<Error xmlns=\"http://www.veeam.com/ent/v1.0\" Message=\"" + escape(message) + "\" StatusCode=\""
                        + status + "\"/>");
    }

    static String escape(String text) {
        return Xml.escape(text);
    }

    /** The attributes that every reference to a job has. */
    static String identity(BackupJobs.Job job) {
        return "Name=\"" + escape(job.name()) + "\" UID=\"urn:veeam:Job:" + job.id() + "\"";
    }

    /** The name in the body of an edit; empty when it is none. */
    static Optional<String> jobName(byte[] body) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setNamespaceAware(true);
            Element root = factory.newDocumentBuilder()
                    .parse(new ByteArrayInputStream(body))
                    .getDocumentElement();
            return "Job".equals(root.getLocalName()) && "http://www.veeam.com/ent/v1.0".equals(root.getNamespaceURI())
                    ? Optional.of(root.getAttribute("Name")).filter(name -> !name.isEmpty())
                    : Optional.empty();
        } catch (SAXException e) {
            return Optional.empty();
        } catch (IOException | ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }
}
