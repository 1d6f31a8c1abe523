package org.pimtools.migrator.remote;

import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Walks through an answer in XML while it arrives, element by element, and trusts nothing in it: no document type, no entities,
 * limited depth, limited text. The answer's size is limited by whoever receives it.
 */
public final class XmlAnswer {
    private static final int DEEPEST = 64;
    private static final int LONGEST_TEXT = 8192;

    private final XMLStreamReader xml;
    private int depth;

    /** @param answer in UTF-8 */
    public XmlAnswer(InputStream answer) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("external entity");
        });
        // the parser prints on standard error what it cannot decode itself
        xml = factory.createXMLStreamReader(new InputStreamReader(answer, StandardCharsets.UTF_8.newDecoder()));
    }

    /** Why an answer is not what was expected, in one line: the place, where the parser failed, whose own words mean nothing to an operator. */
    public static String reason(XMLStreamException failure) {
        Location place = failure.getLocation();
        return place == null
                ? String.valueOf(failure.getMessage()).lines().findFirst().orElse("")
                : "no XML at line " + place.getLineNumber() + ", column " + place.getColumnNumber();
    }

    /** Goes to the next child of the element that was entered last; false at its end, which leaves it. */
    public boolean child() throws XMLStreamException {
        while (true) {
            switch (next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    return true;
                }
                case XMLStreamConstants.END_ELEMENT, XMLStreamConstants.END_DOCUMENT -> {
                    return false;
                }
                default -> {
                    // text between elements means nothing
                }
            }
        }
    }

    /** The text of the element that was just entered, which is left. */
    public String text() throws XMLStreamException {
        StringBuilder text = new StringBuilder();
        while (true) {
            switch (next()) {
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    if (text.length() + xml.getTextLength() > LONGEST_TEXT) {
                        throw new XMLStreamException("text of more than " + LONGEST_TEXT + " characters");
                    }
                    text.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    return text.toString();
                }
                case XMLStreamConstants.START_ELEMENT -> throw new XMLStreamException("an element inside a text");
                default -> {
                    // comments and processing instructions are no text
                }
            }
        }
    }

    /** Leaves the element that was just entered, unread. */
    public void skip() throws XMLStreamException {
        int outside = depth - 1;
        while (depth > outside) {
            next();
        }
    }

    /** The local name of the element that was just entered. */
    public String name() {
        return xml.getLocalName();
    }

    public Optional<String> attribute(String namespace, String name) {
        return Optional.ofNullable(xml.getAttributeValue(namespace, name));
    }

    /** The JDK's parser fails over some documents that are none with whatever exception it comes by. */
    private int parsed() throws XMLStreamException {
        try {
            return xml.next();
        } catch (RuntimeException e) {
            throw new XMLStreamException("it cannot be parsed", e);
        }
    }

    private int next() throws XMLStreamException {
        if (!xml.hasNext()) {
            throw new XMLStreamException("the answer ends too early");
        }
        int event = parsed();
        switch (event) {
            case XMLStreamConstants.START_ELEMENT -> {
                if (++depth > DEEPEST) {
                    throw new XMLStreamException("elements deeper than " + DEEPEST);
                }
            }
            case XMLStreamConstants.END_ELEMENT -> depth--;
            case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                throw new XMLStreamException("a document type");
            default -> {
                // everything else leaves the depth as it is
            }
        }
        return event;
    }
}
