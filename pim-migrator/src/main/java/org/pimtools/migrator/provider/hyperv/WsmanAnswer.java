package org.pimtools.migrator.provider.hyperv;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import org.pimtools.migrator.remote.XmlAnswer;

/**
 * An answer of an enumeration. Sources: DMTF DSP0226, clause 8; DSP0230 for instances as XML.
 *
 * @param context by which the enumeration goes on; empty when it has ended
 * @param instances of the class, each as the texts of those properties that were asked for
 */
record WsmanAnswer(Optional<String> context, List<Map<String, String>> instances) {
    /** Reads the answer to Enumerate, Pull or Release while it arrives. @param properties whose texts matter */
    static WsmanAnswer read(InputStream received, Set<String> properties) throws XMLStreamException, WsmanFault {
        XmlAnswer answer = new XmlAnswer(received);
        enter(answer, "Envelope");
        enter(answer, "Body");
        boolean empty = !answer.child();
        if (empty) {
            return new WsmanAnswer(Optional.empty(), List.of());
        }
        if (answer.name().equals("Fault")) {
            throw WsmanFault.read(answer);
        }
        if (!answer.name().equals("EnumerateResponse") && !answer.name().equals("PullResponse")) {
            throw new XMLStreamException("no answer to an enumeration");
        }
        Optional<String> context = Optional.empty();
        boolean ended = false;
        List<Map<String, String>> instances = new ArrayList<>();
        while (answer.child()) {
            switch (answer.name()) {
                case "EnumerationContext" ->
                    context = Optional.of(answer.text()).filter(text -> !text.isEmpty());
                case "EndOfSequence" -> {
                    ended = true;
                    answer.skip();
                }
                case "Items" -> {
                    while (answer.child()) {
                        instances.add(instance(answer, properties));
                    }
                }
                default -> answer.skip();
            }
        }
        if (!ended && context.isEmpty()) {
            throw new XMLStreamException("an enumeration without an end and without a context");
        }
        return new WsmanAnswer(ended ? Optional.empty() : context, instances);
    }

    static void enter(XmlAnswer answer, String name) throws XMLStreamException {
        while (answer.child()) {
            if (answer.name().equals(name)) {
                return;
            }
            answer.skip();
        }
        throw new XMLStreamException("no answer of WS-Management");
    }

    private static Map<String, String> instance(XmlAnswer answer, Set<String> properties) throws XMLStreamException {
        Map<String, String> texts = new HashMap<>();
        while (answer.child()) {
            String property = answer.name();
            if (properties.contains(property)) {
                texts.put(property, answer.text());
            } else {
                answer.skip();
            }
        }
        return texts;
    }
}
