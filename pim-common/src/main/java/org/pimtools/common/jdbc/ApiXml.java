package org.pimtools.common.jdbc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.FileFailure;
import org.pimtools.common.file.SmallFile;
import org.pimtools.common.plan.HostAddress;
import org.pimtools.common.secret.Secret;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * The platform's own way to its database: the JNDI resource {@code jdbc/abiquoDB} of Tomcat's {@code api.xml}. Each value is judged when it
 * is asked for, so that a fault in one that an option overrides does not matter.
 */
public final class ApiXml {
    /** Where a controller has the file. */
    public static final Path DEFAULT = Path.of("/opt/abiquo/tomcat/conf/Catalina/localhost/api.xml");

    private static final String RESOURCE = "jdbc/abiquoDB";
    private static final int LARGEST = 1 << 20;

    private final Path file;
    private final Element resource;
    private JdbcUrl url;

    private ApiXml(Path file, Element resource) {
        this.file = file;
        this.resource = resource;
    }

    /**
     * Reads the file: no document type, no entity from elsewhere, at most 1 MiB.
     *
     * @throws ToolException when the file cannot be read, is not XML or has no such resource
     */
    public static ApiXml read(Path file) {
        return new ApiXml(file, resource(file));
    }

    /** @throws ToolException when the URL is missing, or not valid there */
    public HostAddress host() {
        return ofUrl(JdbcUrl::host);
    }

    /** @throws ToolException when the URL is missing, or not valid there */
    public int port() {
        return ofUrl(JdbcUrl::port);
    }

    /** @throws ToolException when the URL is missing, or not valid there */
    public String database() {
        return ofUrl(JdbcUrl::database);
    }

    /** @throws ToolException when neither the resource nor a valid URL says it */
    public Optional<String> user() {
        return attribute("username").or(() -> ofUrl(JdbcUrl::user));
    }

    /** @throws ToolException when neither the resource nor a valid URL says it */
    public Optional<Secret> password() {
        return attribute("password").map(Secret::of).or(() -> ofUrl(JdbcUrl::password));
    }

    /** The options of the URL that are not used; none while nothing of the URL was asked for. */
    public List<String> dropped() {
        return url == null ? List.of() : url.dropped();
    }

    private <T> T ofUrl(Function<JdbcUrl, T> part) {
        String text = attribute("url")
                .orElseThrow(() -> invalid(file, "has the resource " + RESOURCE + " without a url", null));
        try {
            if (url == null) {
                url = JdbcUrl.parse(text);
            }
            return part.apply(url);
        } catch (ToolException e) {
            throw new ToolException(e.exitCode(), e.getMessage() + ", in " + file, e.hint(), e);
        }
    }

    private Optional<String> attribute(String name) {
        String value = resource.getAttribute(name);
        if (value.contains("${")) {
            throw invalid(file, "leaves values of " + RESOURCE + " to Tomcat's variables", null);
        }
        return Optional.of(value).filter(text -> !text.isEmpty());
    }

    private static Element resource(Path file) {
        try {
            NodeList resources = builder()
                    .parse(new ByteArrayInputStream(SmallFile.bytes(file, LARGEST)))
                    .getElementsByTagName("Resource");
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
                    "cannot read " + file + ": " + FileFailure.reason(e),
                    "run as a user who may read it, or give the database with --db-host and the other options",
                    e);
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
