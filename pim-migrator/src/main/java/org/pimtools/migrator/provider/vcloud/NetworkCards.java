package org.pimtools.migrator.provider.vcloud;

import java.util.SortedSet;
import java.util.TreeSet;
import javax.xml.stream.XMLStreamException;
import org.pimtools.migrator.remote.XmlAnswer;

/** The MAC addresses of a VM. Source: the vendor's schema reference, {@code NetworkConnectionSectionType}. */
final class NetworkCards {
    private static final String URN = "urn:vcloud:vm:";

    private NetworkCards() {}

    /** @param id the VM's URN */
    static String path(String id) {
        return "/api/vApp/vm-" + id.substring(URN.length()) + "/networkConnectionSection/";
    }

    static SortedSet<String> read(XmlAnswer answer) throws XMLStreamException {
        if (!answer.child() || !answer.name().equals("NetworkConnectionSection")) {
            throw new XMLStreamException("no network cards");
        }
        SortedSet<String> macs = new TreeSet<>();
        while (answer.child()) {
            if (!answer.name().equals("NetworkConnection")) {
                answer.skip();
                continue;
            }
            while (answer.child()) {
                if (answer.name().equals("MACAddress")) {
                    macs.add(answer.text());
                } else {
                    answer.skip();
                }
            }
        }
        return macs;
    }
}
