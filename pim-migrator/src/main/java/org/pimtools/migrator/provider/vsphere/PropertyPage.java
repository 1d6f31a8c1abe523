package org.pimtools.migrator.provider.vsphere;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;
import org.pimtools.migrator.inventory.InventoryVm;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.remote.XmlAnswer;

/**
 * One page of VMs. A VM whose name is written with escapes is there under the written and under the meant name, since which of
 * them the platform took over is not known. A VM that is gone already is left out.
 *
 * @param unread VMs whose name may be read the next time
 * @param token asks for the next page; null on the last one
 */
record PropertyPage(List<InventoryVm> vms, List<Unread> unread, String token) {
    private static final Pattern MO_REF = Pattern.compile("[A-Za-z0-9_.:-]{1,128}");

    static PropertyPage read(XmlAnswer answer, String serverUuid) throws XMLStreamException {
        List<InventoryVm> vms = new ArrayList<>();
        List<Unread> unread = new ArrayList<>();
        String token = RetrieveResult.read(answer, () -> add(answer, serverUuid, vms, unread));
        return new PropertyPage(vms, unread, token);
    }

    private static void add(XmlAnswer answer, String serverUuid, List<InventoryVm> vms, List<Unread> unread)
            throws XMLStreamException {
        String moRef = "";
        String name = "";
        Optional<String> fault = Optional.empty();
        while (answer.child()) {
            switch (answer.name()) {
                case "obj" -> moRef = answer.text();
                case "propSet" -> name = name(answer);
                case "missingSet" -> fault = Optional.of(Unread.fault(answer));
                default -> answer.skip();
            }
        }
        if (!MO_REF.matcher(moRef).matches()) {
            throw new XMLStreamException("a VM without a valid MoRef");
        }
        if (fault.isPresent()) {
            Unread missing = new Unread(moRef, fault.get());
            if (missing.passes()) {
                unread.add(missing);
            }
            if (missing.isGone()) {
                return;
            }
        }
        ProviderId id = new ProviderId(serverUuid + "#" + moRef);
        vms.add(new InventoryVm(id, name));
        String meant = decoded(name);
        if (!meant.equals(name)) {
            vms.add(new InventoryVm(id, meant));
        }
    }

    private static String name(XmlAnswer answer) throws XMLStreamException {
        String name = "";
        while (answer.child()) {
            if (answer.name().equals("val")) {
                name = answer.text();
            } else {
                answer.skip();
            }
        }
        return name;
    }

    /** A name as an operator sees it: vSphere writes percent sign, slash and backslash in names as {@code %25 %2f %5c}. */
    static String decoded(String name) {
        if (name.indexOf('%') < 0) {
            return name;
        }
        StringBuilder out = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            String escape = name.regionMatches(i, "%", 0, 1) && i + 3 <= name.length() ? name.substring(i, i + 3) : "";
            switch (escape) {
                case "%25" -> out.append('%');
                case "%2f", "%2F" -> out.append('/');
                case "%5c", "%5C" -> out.append('\\');
                default -> {
                    out.append(name.charAt(i));
                    continue;
                }
            }
            i += 2;
        }
        return out.toString();
    }
}
