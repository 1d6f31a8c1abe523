package org.pimtools.testkit.doubles.amazon;

import java.util.List;
import java.util.UUID;
import org.pimtools.testkit.doubles.HttpExchange;

/**
 * Answers of Elastic Load Balancing. Sources: its two API references, version 2012-06-01 (classic: {@code DescribeLoadBalancers},
 * data type LoadBalancerDescription) and version 2015-12-01 ({@code DescribeLoadBalancers}, {@code DescribeTargetGroups},
 * {@code DescribeTargetHealth}, data types LoadBalancer, TargetGroup, TargetHealthDescription).
 */
final class ElbXml {
    /** The name that requests are signed for. */
    static final String SERVICE = "elasticloadbalancing";

    static final String CLASSIC = "2012-06-01";
    static final String CURRENT = "2015-12-01";

    private ElbXml() {}

    static HttpExchange.Reply classic(String region, List<ElbBalancer> balancers, ListPage page) {
        XmlText xml = begin("DescribeLoadBalancers", CLASSIC).raw("<LoadBalancerDescriptions>");
        for (int position : page.positions()) {
            ElbBalancer balancer = balancers.get(position);
            xml.raw("<member>")
                    .text("LoadBalancerName", balancer.name())
                    .text("DNSName", "lb-1." + region + ".elb.amazonaws.com")
                    .text("CanonicalHostedZoneNameID", "Z3DZXE0EXAMPLE")
                    .raw("<ListenerDescriptions><member><PolicyNames/><Listener><Protocol>HTTP</Protocol>")
                    .raw("<LoadBalancerPort>80</LoadBalancerPort><InstanceProtocol>HTTP</InstanceProtocol>")
                    .raw("<InstancePort>80</InstancePort></Listener></member></ListenerDescriptions><Policies>")
                    .raw("<AppCookieStickinessPolicies/><LBCookieStickinessPolicies/><OtherPolicies/></Policies>")
                    .raw("<BackendServerDescriptions/><AvailabilityZones>")
                    .text("member", region + "a")
                    .raw("</AvailabilityZones><Subnets/>")
                    .text("VPCId", balancer.vpc())
                    .raw("<Instances>");
            balancer.members()
                    .forEach(member ->
                            xml.raw("<member>").text("InstanceId", member).raw("</member>"));
            xml.raw("</Instances><SecurityGroups/><CreatedTime>2026-01-01T00:00:00.000Z</CreatedTime>")
                    .text("Scheme", "internal")
                    .raw("</member>\n");
        }
        return end(xml.raw("</LoadBalancerDescriptions>"), "DescribeLoadBalancers", page);
    }

    static HttpExchange.Reply current(String region, List<ElbBalancer> balancers, ListPage page) {
        XmlText xml = begin("DescribeLoadBalancers", CURRENT).raw("<LoadBalancers>");
        for (int position : page.positions()) {
            ElbBalancer balancer = balancers.get(position);
            xml.raw("<member>")
                    .text("LoadBalancerArn", balancer.arn())
                    .text("DNSName", "lb-2." + region + ".elb.amazonaws.com")
                    .text("CanonicalHostedZoneId", "Z2P70J7EXAMPLE")
                    .text("CreatedTime", "2026-01-01T00:00:00.000Z")
                    .text("LoadBalancerName", balancer.name())
                    .text("Scheme", "internal")
                    .text("VpcId", balancer.vpc())
                    .raw("<State><Code>active</Code></State><Type>application</Type><AvailabilityZones><member>")
                    .text("SubnetId", "subnet-0123456789abcdef0")
                    .text("ZoneName", region + "a")
                    .raw(
                            "</member></AvailabilityZones><SecurityGroups/><IpAddressType>ipv4</IpAddressType></member>\n");
        }
        return end(xml.raw("</LoadBalancers>"), "DescribeLoadBalancers", page);
    }

    static HttpExchange.Reply targetGroups(List<ElbBalancer> balancers, ListPage page) {
        XmlText xml = begin("DescribeTargetGroups", CURRENT).raw("<TargetGroups>");
        for (int position : page.positions()) {
            ElbBalancer balancer = balancers.get(position);
            xml.raw("<member>")
                    .text("TargetGroupArn", balancer.targetGroup())
                    .text("TargetGroupName", balancer.name())
                    .raw("<Protocol>HTTP</Protocol><Port>80</Port>")
                    .text("VpcId", balancer.vpc())
                    .raw("<LoadBalancerArns>")
                    .text("member", balancer.arn())
                    .raw("</LoadBalancerArns><TargetType>instance</TargetType></member>\n");
        }
        return end(xml.raw("</TargetGroups>"), "DescribeTargetGroups", page);
    }

    static HttpExchange.Reply targetHealth(ElbBalancer balancer, ListPage page) {
        XmlText xml = begin("DescribeTargetHealth", CURRENT).raw("<TargetHealthDescriptions>");
        for (String member : balancer.members()) {
            xml.raw("<member><HealthCheckPort>80</HealthCheckPort><TargetHealth><State>healthy</State></TargetHealth>")
                    .raw("<Target>")
                    .text("Id", member)
                    .raw("<Port>80</Port></Target></member>");
        }
        return end(xml.raw("</TargetHealthDescriptions>"), "DescribeTargetHealth", page);
    }

    private static XmlText begin(String action, String version) {
        return new XmlText()
                .raw("<" + action + "Response xmlns=\"http://" + SERVICE + ".amazonaws.com/doc/" + version + "/\">\n")
                .raw("<" + action + "Result>");
    }

    private static HttpExchange.Reply end(XmlText xml, String action, ListPage page) {
        if (!page.next().isEmpty()) {
            xml.text("NextMarker", page.next());
        }
        xml.raw("</" + action + "Result>\n<ResponseMetadata>")
                .text("RequestId", UUID.randomUUID().toString())
                .raw("</ResponseMetadata></" + action + "Response>");
        return HttpExchange.Reply.xml(200, xml.toString());
    }
}
