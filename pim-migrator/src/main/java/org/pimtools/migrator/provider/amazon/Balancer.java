package org.pimtools.migrator.provider.amazon;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.remote.XmlAnswer;

/**
 * A load balancer, as one of the two actions {@code DescribeLoadBalancers} lists it. That of Elastic Load Balancing before 2015 has
 * nothing but its name, which is unique in account and region and therefore its ID; the others have an ARN.
 *
 * @param vpc the ID of the VPC that it belongs to; empty when it belongs to none
 * @param members the instances that are registered with it; of one with an ARN they are not listed here
 */
record Balancer(String id, String name, String vpc, TreeSet<ProviderId> members) {
    static final String ACTION = "DescribeLoadBalancers";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]{1,100}");
    private static final Pattern ARN =
            Pattern.compile("arn:aws[a-z-]{0,40}:elasticloadbalancing:[A-Za-z0-9:/_.-]{1,300}");

    /** A page of Classic Load Balancers. */
    static Page<Balancer> classicPage(XmlAnswer answer) throws XMLStreamException {
        return page(answer, "LoadBalancerDescriptions", "VPCId", true);
    }

    /** A page of the others. */
    static Page<Balancer> page(XmlAnswer answer) throws XMLStreamException {
        return page(answer, "LoadBalancers", "VpcId", false);
    }

    private static Page<Balancer> page(XmlAnswer answer, String list, String vpc, boolean classic)
            throws XMLStreamException {
        List<Balancer> balancers = new ArrayList<>();
        Optional<String> next = Result.read(answer, ACTION, list, () -> balancers.add(one(answer, vpc, classic)));
        return new Page<>(balancers, balancers.size(), next);
    }

    private static Balancer one(XmlAnswer answer, String vpcElement, boolean classic) throws XMLStreamException {
        String arn = "";
        String name = "";
        String vpc = "";
        TreeSet<ProviderId> members = new TreeSet<>();
        while (answer.child()) {
            String element = answer.name();
            if (element.equals("LoadBalancerArn")) {
                arn = answer.text();
            } else if (element.equals("LoadBalancerName")) {
                name = answer.text();
            } else if (element.equals(vpcElement)) {
                vpc = answer.text();
            } else if (element.equals("Instances")) {
                XmlList.within(
                        answer,
                        "member",
                        () -> XmlList.within(answer, "InstanceId", () -> members.add(Result.id(answer.text()))));
            } else {
                answer.skip();
            }
        }
        String id = classic ? name : arn;
        if (!(classic ? NAME : ARN).matcher(id).matches()) {
            throw new XMLStreamException("a load balancer without a valid " + (classic ? "name" : "ARN"));
        }
        return new Balancer(id, name, vpc, members);
    }
}
