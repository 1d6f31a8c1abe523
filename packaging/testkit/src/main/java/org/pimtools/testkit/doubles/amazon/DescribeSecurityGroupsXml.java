package org.pimtools.testkit.doubles.amazon;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.pimtools.testkit.doubles.HttpExchange;

/** An answer to {@code DescribeSecurityGroups}. Source: the API reference of EC2, version 2016-11-15: the action and SecurityGroup. */
final class DescribeSecurityGroupsXml {
    private DescribeSecurityGroupsXml() {}

    static HttpExchange.Reply page(Ec2Account account, List<Ec2Group> groups, ListPage page) {
        XmlText xml = new XmlText();
        xml.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<DescribeSecurityGroupsResponse xmlns=\"")
                .raw("http://ec2.amazonaws.com/doc/" + DescribeInstancesXml.VERSION + "/\">\n")
                .text("requestId", UUID.randomUUID().toString())
                .raw("<securityGroupInfo>\n");
        for (int position : page.positions()) {
            group(xml, account, groups.get(position));
        }
        xml.raw("</securityGroupInfo>\n");
        if (!page.next().isEmpty()) {
            xml.text("nextToken", page.next());
        }
        return HttpExchange.Reply.xml(
                200, xml.raw("</DescribeSecurityGroupsResponse>").toString());
    }

    private static void group(XmlText xml, Ec2Account account, Ec2Group group) {
        xml.raw("<item>")
                .text("ownerId", account.owner())
                .text("groupId", group.id())
                .text("groupName", group.name())
                .text("groupDescription", "of the platform")
                .text("vpcId", group.vpc())
                .raw(
                        "<ipPermissions><item><ipProtocol>tcp</ipProtocol><fromPort>22</fromPort><toPort>22</toPort><groups/>")
                .raw("<ipRanges><item><cidrIp>192.0.2.0/24</cidrIp></item></ipRanges><ipv6Ranges/><prefixListIds/>")
                .raw("</item></ipPermissions><ipPermissionsEgress/>");
        if (!group.tags().isEmpty()) {
            xml.raw("<tagSet>");
            for (Map.Entry<String, String> tag : group.tags().entrySet()) {
                xml.raw("<item>")
                        .text("key", tag.getKey())
                        .text("value", tag.getValue())
                        .raw("</item>");
            }
            xml.raw("</tagSet>");
        }
        xml.raw("</item>\n");
    }
}
