package org.pimtools.migrator.provider.amazon;

import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import org.pimtools.migrator.remote.XmlAnswer;

/** What the lists of Amazon's answers have in common. */
final class XmlList {
    private XmlList() {}

    /** Reads the element that was just entered. */
    interface Part {
        void read() throws XMLStreamException;
    }

    /** Goes through the element that was just entered; of its children only those of a name matter. */
    static void within(XmlAnswer answer, String child, Part part) throws XMLStreamException {
        while (answer.child()) {
            if (answer.name().equals(child)) {
                part.read();
            } else {
                answer.skip();
            }
        }
    }

    /**
     * Goes through an answer with one list.
     *
     * @param list the element that holds the items
     * @param item the element of each
     * @param token the element with the next page's token
     * @return the token; empty on the last page
     * @throws XMLStreamException also when there is no such list, so that an answer which is none is not an empty one
     */
    static Optional<String> read(XmlAnswer answer, String list, String item, String token, Part part)
            throws XMLStreamException {
        boolean complete = false;
        Optional<String> next = Optional.empty();
        while (answer.child()) {
            if (answer.name().equals(list)) {
                within(answer, item, part);
                complete = true;
            } else if (answer.name().equals(token)) {
                next = Optional.of(answer.text());
            } else {
                answer.skip();
            }
        }
        if (!complete) {
            throw new XMLStreamException("an answer without the list " + list);
        }
        return next;
    }
}
