package org.pimtools.migrator.provider.amazon;

import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.remote.XmlAnswer;

/** An answer of Elastic Load Balancing: its list is one element deeper than in those of EC2. */
final class Result {
    private Result() {}

    /** Goes through the answer's list, as {@link XmlList#read} does. */
    static Optional<String> read(XmlAnswer answer, String action, String list, XmlList.Part part)
            throws XMLStreamException {
        boolean complete = false;
        Optional<String> next = Optional.empty();
        while (answer.child()) {
            if (answer.name().equals(action + "Result")) {
                next = XmlList.read(answer, list, "member", "NextMarker", part);
                complete = true;
            } else {
                answer.skip();
            }
        }
        if (!complete) {
            throw new XMLStreamException("an answer without a result");
        }
        return next;
    }

    static ProviderId id(String text) throws XMLStreamException {
        try {
            return new ProviderId(text);
        } catch (IllegalArgumentException e) {
            throw new XMLStreamException("an empty ID", e);
        }
    }
}
