package org.pimtools.common.jdbc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.secret.Secret;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * The platform's own way to its database: the JNDI resource {@code jdbc/abiquoDB} of Tomcat's {@code api.xml}.
 *
 * @param user as the resource or its URL says
 * @param password as the resource or its URL says
 */
public record ApiXml(JdbcUrl url, Optional<String> user, Optional<Secret> password) {
    /** Where a controller has the file. */
    public static final Path DEFAULT = Path.of("/opt/abiquo/tomcat/conf/Catalina/localhost/api.xml");

    private static final String RESOURCE = "jdbc/abiquoDB";
    private static final int LARGEST = 1 << 20;

    /**
     * Reads the file: no document type, no entity from elsewhere, at most 1 MiB.
     *
     * @throws ToolException when the file cannot be read, is not XML or has no such resource
     */
    public static ApiXml read(Path file) {
        Element resource = resource(file);
        String url = resource.getAttribute("url");
        if (url.isEmpty()) {
            throw invalid(file, "has the resource " + RESOURCE + " without a url", null);
        }
        if ((url + resource.getAttribute("username") + resource.getAttribute("password")).contains("${")) {
            throw invalid(file, "leaves values of " + RESOURCE + " to Tomcat's variables", null);
        }
        JdbcUrl parsed = parse(file, url);
        return new ApiXml(
                parsed,
                attribute(resource, "username").or(parsed::user),
                attribute(resource, "password").map(Secret::of).or(parsed::password));
    }

    private static JdbcUrl parse(Path file, String url) {
        try {
            return JdbcUrl.parse(url);
        } catch (ToolException e) {
            throw new ToolException(e.exitCode(), e.getMessage() + ", in " + file, e.hint(), e);
        }
    }

    private static Optional<String> attribute(Element resource, String name) {
        return Optional.of(resource.getAttribute(name)).filter(value -> !value.isEmpty());
    }

    private static Element resource(Path file) {
        try {
            NodeList resources =
                    builder().parse(new ByteArrayInputStream(content(file))).getElementsByTagName("Resource");
            for (int i = 0; i < resources.getLength(); i++) {
                Element resource = (Element) resources.item(i);
                if (RESOURCE.equals(resource.getAttribute("name"))) {
                    return resource;
                }
            }
            throw invalid(file, "has no resource " + RESOURCE, null);
        } catch (SAXParseException e) {
            throw invalid(file, "is not plain XML, see line " + e.getLineNumber(), e);
        } catch (SAXException e) {
            throw invalid(file, "is not plain XML", e);
        } catch (NoSuchFileException e) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "there is no file " + file,
                    "check --api-xml, or give the database with --db-host and the other options",
                    e);
        } catch (IOException e) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "cannot read " + file,
                    "run as a user who may read it, or give the database with --db-host and the other options",
                    e);
        }
    }

    private static byte[] content(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(LARGEST + 1);
            if (content.length > LARGEST) {
                throw invalid(file, "is larger than 1 MiB", null);
            }
            return content;
        }
    }

    private static DocumentBuilder builder() {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new Strict());
            return builder;
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ToolException invalid(Path file, String fault, Throwable cause) {
        return new ToolException(
                ExitCode.INVALID_INPUT,
                file + " " + fault,
                "give the right file with --api-xml, or the database with --db-host and the other options",
                cause);
    }

    /** Fails at the first fault and prints nothing. */
    private static final class Strict implements ErrorHandler {
        @Override
        public void warning(SAXParseException e) {
            // says nothing about the values
        }

        @Override
        public void error(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
