package org.pimtools.testkit.doubles.vcloud;

import java.util.List;
import org.pimtools.testkit.doubles.HttpExchange;
import org.pimtools.testkit.server.Xml;

/**
 * Edge gateways and their rules. Sources: the vendor's schema reference ({@code QueryResultEdgeGatewayRecordType}) and its API for NSX
 * ("Retrieve the Edge Gateway Firewall Configuration").
 */
final class EdgeXml {
    private static final int PAGE_SIZE = 128;

    private EdgeXml() {}

    /**
     * A page of them.
     *
     * @param number from 1
     * @param byId whether records have IDs, or addresses
     */
    static HttpExchange.Reply records(List<VcdEdge> edges, int number, boolean byId, String base) {
        StringBuilder xml = new StringBuilder(
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<QueryResultRecords xmlns=\"")
                .append(VmRecords.NAMESPACE)
                .append("\" total=\"")
                .append(edges.size())
                .append("\" pageSize=\"" + PAGE_SIZE + "\" page=\"" + number + "\" name=\"edgeGateway\">");
        for (VcdEdge edge :
                edges.stream().skip((number - 1L) * PAGE_SIZE).limit(PAGE_SIZE).toList()) {
            xml.append("<EdgeGatewayRecord ")
                    .append(
                            byId
                                    ? "id=\"urn:vcloud:gateway:" + edge.uuid()
                                    : "href=\"" + base + "/api/admin/edgeGateway/" + edge.uuid())
                    .append("\" name=\"")
                    .append(Xml.escape(edge.name()))
                    .append("\" numberOfExtNetworks=\"1\" gatewayStatus=\"READY\"/>");
        }
        return HttpExchange.Reply.xml(200, xml.append("</QueryResultRecords>").toString());
    }

    static HttpExchange.Reply firewall(VcdEdge edge) {
        StringBuilder xml = new StringBuilder(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<firewall><version>7</version><enabled>true</enabled><firewallRules>");
        for (VcdEdge.Rule rule : edge.rules()) {
            xml.append("<firewallRule><id>")
                    .append(rule.id())
                    .append("</id><ruleTag>")
                    .append(rule.id())
                    .append("</ruleTag><name>")
                    .append(Xml.escape(rule.name()))
                    .append("</name><ruleType>user</ruleType><enabled>true</enabled><action>accept</action>");
            side(xml, "source", rule.sources());
            side(xml, "destination", rule.destinations());
            xml.append(
                    "<application><service><protocol>tcp</protocol><port>443</port></service></application></firewallRule>");
        }
        return HttpExchange.Reply.xml(
                200,
                xml.append("</firewallRules><defaultPolicy><action>deny</action></defaultPolicy></firewall>")
                        .toString());
    }

    private static void side(StringBuilder xml, String element, List<String> values) {
        if (values.isEmpty()) {
            return;
        }
        xml.append('<').append(element).append("><exclude>false</exclude>");
        for (String value : values) {
            String kind = value.startsWith("urn:") ? "groupingObjectId" : "ipAddress";
            xml.append('<')
                    .append(kind)
                    .append('>')
                    .append(Xml.escape(value))
                    .append("</")
                    .append(kind)
                    .append('>');
        }
        xml.append("</").append(element).append('>');
    }
}
