package org.pimtools.testkit.doubles.hyperv;

import java.util.ArrayList;
import java.util.List;
import org.pimtools.testkit.server.Xml;

/**
 * The instances of a class as XML. Sources: DMTF DSP0230; Microsoft's descriptions of {@code Msvm_ComputerSystem} and
 * {@code Msvm_SyntheticEthernetPortSettingData}. The first computer system is the host itself.
 */
final class CimInstances {
    static final List<String> CLASSES = List.of(
            HypervDouble.SYSTEMS, "Msvm_SyntheticEthernetPortSettingData", "Msvm_EmulatedEthernetPortSettingData");

    private final HypervDouble.Options options;
    private final String className;
    private final List<String[]> cards;

    CimInstances(HypervDouble.Options options, String className) {
        this.options = options;
        this.className = className;
        this.cards = className.equals(CLASSES.get(1)) ? cards(options.vms()) : List.of();
    }

    private static List<String[]> cards(List<HypervVm> vms) {
        List<String[]> cards = new ArrayList<>();
        for (HypervVm vm : vms) {
            for (int i = 0; i < vm.macs().size(); i++) {
                String id = "Microsoft:" + vm.guid() + "\\" + HypervVm.guid(0x70000000 + cards.size());
                cards.add(new String[] {id, vm.macs().get(i)});
            }
        }
        return cards;
    }

    int size() {
        return className.equals(HypervDouble.SYSTEMS) ? 1 + options.vms().size() : cards.size();
    }

    String xml(int index) {
        StringBuilder xml = new StringBuilder("<p:" + className + " xmlns:p=\"" + WsmanRequest.NAMESPACE + className
                + "\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
                + " xmlns:cim=\"http://schemas.dmtf.org/wbem/wscim/1/common\" xsi:type=\"p:" + className + "_Type\">");
        if (!className.equals(HypervDouble.SYSTEMS)) {
            property(xml, "Address", cards.get(index)[1]);
            property(xml, "ElementName", "Network Adapter");
            property(xml, "InstanceID", cards.get(index)[0]);
        } else if (index == 0) {
            system(xml, "Hostcomputersystem", options.host(), options.host());
        } else {
            HypervVm vm = options.vms().get(index - 1);
            system(xml, "Virtueller Computer", vm.name(), vm.guid());
        }
        return xml.append("</p:").append(className).append('>').toString();
    }

    /** @param caption in the host's language */
    private static void system(StringBuilder xml, String caption, String elementName, String name) {
        xml.append("<p:AvailableRequestedStates xsi:nil=\"true\"/>");
        property(xml, "Caption", caption);
        property(xml, "CreationClassName", HypervDouble.SYSTEMS);
        property(xml, "Description", "Microsoft " + caption);
        property(xml, "ElementName", elementName);
        property(xml, "EnabledState", "2");
        xml.append("<p:InstallDate><cim:Datetime>2026-01-01T00:00:00Z</cim:Datetime></p:InstallDate>");
        property(xml, "Name", name);
        property(xml, "OperationalStatus", "2");
        property(xml, "OperationalStatus", "32774");
        property(xml, "OnTimeInMilliseconds", "123456789");
        xml.append("<p:ProcessID xsi:nil=\"true\"/>");
    }

    private static void property(StringBuilder xml, String name, String text) {
        xml.append("<p:")
                .append(name)
                .append('>')
                .append(Xml.escape(text))
                .append("</p:")
                .append(name)
                .append('>');
    }
}
