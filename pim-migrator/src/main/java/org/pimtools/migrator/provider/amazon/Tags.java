package org.pimtools.migrator.provider.amazon;

import javax.xml.stream.XMLStreamException;
import org.pimtools.migrator.remote.XmlAnswer;

/** The tags of an entity of EC2. */
final class Tags {
    private Tags() {}

    /** The value of one tag of the set that was just entered; empty without it. @param wanted its key, in exactly this case */
    static String value(XmlAnswer answer, String wanted) throws XMLStreamException {
        String[] found = {""};
        XmlList.within(answer, "item", () -> {
            String key = "";
            String value = "";
            while (answer.child()) {
                switch (answer.name()) {
                    case "key" -> key = answer.text();
                    case "value" -> value = answer.text();
                    default -> answer.skip();
                }
            }
            if (key.equals(wanted)) {
                found[0] = value;
            }
        });
        return found[0];
    }
}
