package org.pimtools.migrator.provider.libvirt;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.TreeSet;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.pimtools.migrator.inventory.Evidence;

/** Reads what tells a domain from its namesakes out of its XML (https://libvirt.org/formatdomain.html), which is trusted in nothing. */
final class DomainXml {
    private static final int LONGEST = 4 * 1024 * 1024;
    private static final int DEEPEST = 64;

    private DomainXml() {}

    /**
     * Disks and MAC addresses; empty when the text is no domain's XML.
     *
     * @param xml as {@code virDomainGetXMLDesc} gives it
     */
    static Optional<Evidence> evidence(String xml) {
        if (xml.length() > LONGEST) {
            return Optional.empty();
        }
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            return Optional.of(read(factory.createXMLStreamReader(new StringReader(xml))));
        } catch (XMLStreamException | RuntimeException e) {
            // over some documents that are none the JDK's parser fails with whatever exception it comes by
            return Optional.empty();
        }
    }

    private static Evidence read(XMLStreamReader xml) throws XMLStreamException {
        TreeSet<String> places = new TreeSet<>();
        TreeSet<String> macs = new TreeSet<>();
        Deque<String> path = new ArrayDeque<>();
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    path.addLast(xml.getLocalName());
                    if (path.size() > DEEPEST) {
                        throw new XMLStreamException("elements deeper than " + DEEPEST);
                    }
                    switch (String.join("/", path)) {
                        case "domain/devices/interface/mac" ->
                            attribute(xml, "address").ifPresent(macs::add);
                        case "domain/devices/disk/source" -> place(xml).ifPresent(places::add);
                        default -> {
                            // nothing else is evidence
                        }
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> path.removeLast();
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new XMLStreamException("a document type");
                default -> {
                    // text and comments are no evidence
                }
            }
        }
        return new Evidence("", places, macs);
    }

    /** The disk's file, device or network name, or its pool. */
    private static Optional<String> place(XMLStreamReader xml) {
        return attribute(xml, "file")
                .or(() -> attribute(xml, "dev"))
                .or(() -> attribute(xml, "pool"))
                .or(() -> attribute(xml, "name"));
    }

    private static Optional<String> attribute(XMLStreamReader xml, String name) {
        return Optional.ofNullable(xml.getAttributeValue(null, name)).filter(value -> !value.isBlank());
    }
}
