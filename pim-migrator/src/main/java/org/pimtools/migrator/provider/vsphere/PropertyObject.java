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
     * @param token asks for the next page; null on the last one
     */
    record Page(List<PropertyObject> objects, String token) {}

    static Page read(XmlAnswer answer) throws XMLStreamException {
        List<PropertyObject> objects = new ArrayList<>();
        String token = RetrieveResult.read(answer, () -> objects.add(object(answer)));
        return new Page(objects, token);
    }

    /** The first text of a property, or an empty one. */
    String text(String property) {
        return properties.getOrDefault(property, List.of()).stream().findFirst().orElse("");
    }

    List<String> texts(String property) {
        return properties.getOrDefault(property, List.of());
    }

    private static PropertyObject object(XmlAnswer answer) throws XMLStreamException {
        String moRef = "";
        Map<String, List<String>> properties = new HashMap<>();
        while (answer.child()) {
            switch (answer.name()) {
                case "obj" -> moRef = answer.text();
                case "propSet" -> property(answer, properties);
                default -> answer.skip();
            }
        }
        return new PropertyObject(moRef, properties);
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
