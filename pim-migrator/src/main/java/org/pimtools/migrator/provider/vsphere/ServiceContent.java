package org.pimtools.migrator.provider.vsphere;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;
import org.pimtools.common.text.Text;
import org.pimtools.migrator.remote.XmlAnswer;

/**
 * What a server says about itself before the login; the managers are the values of their references.
 *
 * @param fullName product, version and build, as {@code about} has them; empty when it has none
 * @param instanceUuid empty when it names none, as stand-alone hosts do
 */
record ServiceContent(
        String rootFolder,
        String propertyCollector,
        String viewManager,
        String sessionManager,
        String fullName,
        String instanceUuid) {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.:-]{1,128}");
    private static final int LONGEST_NAME = 100;
    private static final Set<String> READ =
            Set.of("rootFolder", "propertyCollector", "viewManager", "sessionManager", "fullName", "instanceUuid");

    static ServiceContent read(XmlAnswer answer) throws XMLStreamException {
        Map<String, String> values = new HashMap<>();
        while (answer.child()) {
            if (!answer.name().equals("returnval")) {
                answer.skip();
                continue;
            }
            while (answer.child()) {
                if (answer.name().equals("about")) {
                    while (answer.child()) {
                        take(answer, values);
                    }
                } else {
                    take(answer, values);
                }
            }
        }
        return new ServiceContent(
                required(values, "rootFolder"),
                required(values, "propertyCollector"),
                required(values, "viewManager"),
                required(values, "sessionManager"),
                Text.printable(values.getOrDefault("fullName", "").strip(), LONGEST_NAME),
                instanceUuid(values));
    }

    /** Becomes a part of provider IDs. */
    private static String instanceUuid(Map<String, String> values) throws XMLStreamException {
        String uuid = values.getOrDefault("instanceUuid", "").strip();
        if (!uuid.isEmpty() && !PLAIN.matcher(uuid).matches()) {
            throw new XMLStreamException("the server's instanceUuid is none");
        }
        return uuid;
    }

    private static void take(XmlAnswer answer, Map<String, String> values) throws XMLStreamException {
        String name = answer.name();
        if (READ.contains(name)) {
            values.put(name, answer.text());
        } else {
            answer.skip();
        }
    }

    private static String required(Map<String, String> values, String name) throws XMLStreamException {
        String value = values.getOrDefault(name, "");
        if (value.isBlank()) {
            throw new XMLStreamException("the server names no " + name);
        }
        return value;
    }
}
