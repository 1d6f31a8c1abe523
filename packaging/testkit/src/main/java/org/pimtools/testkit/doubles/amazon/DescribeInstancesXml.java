package org.pimtools.testkit.doubles.amazon;

import java.util.List;
import java.util.UUID;
import org.pimtools.testkit.doubles.HttpExchange;
import org.pimtools.testkit.server.Xml;

/**
 * An answer to {@code DescribeInstances}. Source: the API reference of EC2, version 2016-11-15: the action and the data types
 * Reservation, Instance, InstanceNetworkInterface. Up to three instances share a reservation; one that does not fit on a page is
 * on both, which the reference leaves open.
 */
final class DescribeInstancesXml {
    static final String VERSION = "2016-11-15";

    private static final int TO_A_RESERVATION = 3;
    private static final int PER_INSTANCE = 3000;

    private final StringBuilder xml = new StringBuilder();
    private final String owner;
    private final String region;

    private DescribeInstancesXml(String owner, String region) {
        this.owner = owner;
        this.region = region;
    }

    static HttpExchange.Reply page(Ec2Account account, String region, List<Ec2Instance> instances, ListPage page) {
        DescribeInstancesXml answer = new DescribeInstancesXml(account.owner(), region);
        answer.write(instances, page);
        return HttpExchange.Reply.xml(200, answer.xml.toString());
    }

    private void write(List<Ec2Instance> instances, ListPage page) {
        xml.ensureCapacity(page.positions().size() * PER_INSTANCE);
        xml.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<DescribeInstancesResponse xmlns=\"")
                .append("http://ec2.amazonaws.com/doc/" + VERSION + "/\">\n");
        text("requestId", UUID.randomUUID().toString());
        xml.append("<reservationSet>\n");
        int open = -1;
        for (int position : page.positions()) {
            int reservation = position / TO_A_RESERVATION;
            if (reservation != open) {
                close(open);
                xml.append("<item>");
                text("reservationId", "r-%017x".formatted(reservation));
                text("ownerId", owner);
                xml.append("<groupSet/><instancesSet>\n");
                open = reservation;
            }
            instance(instances.get(position), position % TO_A_RESERVATION);
        }
        close(open);
        xml.append("</reservationSet>\n");
        if (!page.next().isEmpty()) {
            text("nextToken", page.next());
        }
        xml.append("</DescribeInstancesResponse>");
    }

    private void close(int reservation) {
        if (reservation >= 0) {
            xml.append("</instancesSet></item>\n");
        }
    }

    private void instance(Ec2Instance instance, int launchIndex) {
        boolean gone = instance.state() == Ec2State.TERMINATED;
        xml.append("<item>");
        text("instanceId", instance.id());
        text("imageId", "ami-0abcdef1234567890");
        xml.append("<instanceState>");
        text("code", Integer.toString(instance.state().code()));
        text("name", instance.state().apiName());
        xml.append("</instanceState>");
        text("privateDnsName", gone ? "" : "ip-10-0-0-1." + region + ".compute.internal");
        text("dnsName", "");
        text("reason", "");
        text("keyName", "platform");
        text("amiLaunchIndex", Integer.toString(launchIndex));
        xml.append("<productCodes/>");
        text("instanceType", "t3.micro");
        text("launchTime", "2026-01-01T00:00:00.000Z");
        xml.append("<placement>");
        text("availabilityZone", region + "a");
        xml.append(
                "<groupName/><tenancy>default</tenancy></placement><monitoring><state>disabled</state></monitoring>");
        if (!gone) {
            text("subnetId", "subnet-0123456789abcdef0");
            text("vpcId", "vpc-0123456789abcdef0");
            text("privateIpAddress", "10.0.0.1");
            xml.append("<sourceDestCheck>true</sourceDestCheck>");
            groups(instance);
        }
        text("architecture", "x86_64");
        text("rootDeviceType", "ebs");
        text("rootDeviceName", "/dev/xvda");
        xml.append("<blockDeviceMapping><item><deviceName>/dev/xvda</deviceName><ebs>");
        text("volumeId", "vol-0123456789abcdef0");
        xml.append("<status>attached</status><attachTime>2026-01-01T00:00:01.000Z</attachTime>"
                + "<deleteOnTermination>true</deleteOnTermination></ebs></item></blockDeviceMapping>");
        text("virtualizationType", "hvm");
        text("clientToken", "");
        tags(instance);
        text("hypervisor", "xen");
        interfaces(instance, gone ? List.of() : instance.macs());
        xml.append("<iamInstanceProfile><arn>arn:aws:iam::")
                .append(owner)
                .append(":instance-profile/platform</arn><id>AIPA0123456789ABCDEFG</id></iamInstanceProfile>");
        xml.append("<ebsOptimized>false</ebsOptimized><enaSupport>true</enaSupport></item>\n");
    }

    private void groups(Ec2Instance instance) {
        xml.append("<groupSet>");
        for (String group : instance.groups()) {
            xml.append("<item>");
            text("groupId", group);
            text("groupName", "platform");
            xml.append("</item>");
        }
        xml.append("</groupSet>");
    }

    private void tags(Ec2Instance instance) {
        if (instance.tags().isEmpty()) {
            return;
        }
        xml.append("<tagSet>");
        instance.tags().forEach((key, value) -> {
            xml.append("<item>");
            text("key", key);
            text("value", value);
            xml.append("</item>");
        });
        xml.append("</tagSet>");
    }

    private void interfaces(Ec2Instance instance, List<String> macs) {
        xml.append("<networkInterfaceSet>");
        for (int index = 0; index < macs.size(); index++) {
            xml.append("<item>");
            text("networkInterfaceId", "eni-0123456789abcdef0");
            text("subnetId", "subnet-0123456789abcdef0");
            text("vpcId", "vpc-0123456789abcdef0");
            text("description", "");
            text("ownerId", owner);
            text("status", "in-use");
            text("macAddress", macs.get(index));
            text("privateIpAddress", "10.0.0.1");
            xml.append("<sourceDestCheck>true</sourceDestCheck>");
            groups(instance);
            xml.append("<attachment>");
            text("attachmentId", "eni-attach-0123456789abcdef0");
            text("deviceIndex", Integer.toString(index));
            xml.append("<status>attached</status><attachTime>2026-01-01T00:00:00.000Z</attachTime>"
                    + "<deleteOnTermination>true</deleteOnTermination></attachment><ipv6AddressesSet/></item>");
        }
        xml.append("</networkInterfaceSet>");
    }

    private void text(String name, String text) {
        xml.append('<')
                .append(name)
                .append('>')
                .append(Xml.escape(text))
                .append("</")
                .append(name)
                .append('>');
    }
}
