package org.pimtools.migrator.provider.vsphere;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamException;
import org.pimtools.migrator.remote.XmlAnswer;

/**
 * One managed object with the properties that were asked for, each as the texts that it holds: one for a plain value, several for
 * an array. Of virtual devices only the MAC addresses are kept.
 */
record PropertyObject(String moRef, Map<String, List<String>> properties) {
    private static final String MAC = "macAddress";

    /**
     * One answer to a retrieval.
     *
     * @param unread objects that may be read the next time
     * @param token asks for the next page; null on the last one
     */
    record Page(List<PropertyObject> objects, List<Unread> unread, String token) {}

    static Page read(XmlAnswer answer) throws XMLStreamException {
        List<PropertyObject> objects = new ArrayList<>();
        List<Unread> unread = new ArrayList<>();
        String token = RetrieveResult.read(answer, () -> add(answer, objects, unread));
        return new Page(objects, unread, token);
    }

    /** The first text of a property, or an empty one. */
    String text(String property) {
        return properties.getOrDefault(property, List.of()).stream().findFirst().orElse("");
    }

    List<String> texts(String property) {
        return properties.getOrDefault(property, List.of());
    }

    private static void add(XmlAnswer answer, List<PropertyObject> objects, List<Unread> unread)
            throws XMLStreamException {
        String moRef = "";
        List<String> faults = new ArrayList<>();
        Map<String, List<String>> properties = new HashMap<>();
        while (answer.child()) {
            switch (answer.name()) {
                case "obj" -> moRef = answer.text();
                case "propSet" -> property(answer, properties);
                case "missingSet" -> faults.add(Unread.fault(answer));
                default -> answer.skip();
            }
        }
        objects.add(new PropertyObject(moRef, properties));
        for (String fault : faults) {
            Unread missing = new Unread(moRef, fault);
            if (missing.passes()) {
                unread.add(missing);
            }
        }
    }

    private static void property(XmlAnswer answer, Map<String, List<String>> properties) throws XMLStreamException {
        String name = "";
        while (answer.child()) {
            switch (answer.name()) {
                case "name" -> name = answer.text();
                case "val" -> properties.put(name, value(answer, name));
                default -> answer.skip();
            }
        }
    }

    private static List<String> value(XmlAnswer answer, String property) throws XMLStreamException {
        List<String> texts = new ArrayList<>();
        switch (property) {
            case VsphereEvidence.DEVICES -> {
                while (answer.child()) {
                    while (answer.child()) {
                        if (answer.name().equals(MAC)) {
                            texts.add(answer.text());
                        } else {
                            answer.skip();
                        }
                    }
                }
            }
            case VsphereEvidence.DATASTORES -> {
                while (answer.child()) {
                    texts.add(answer.text());
                }
            }
            default -> texts.add(answer.text());
        }
        return texts;
    }
}
