package org.pimtools.migrator.provider.amazon;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;
import org.pimtools.migrator.remote.XmlAnswer;

/**
 * A security group, as {@code DescribeSecurityGroups} lists it.
 *
 * @param names its own and that of its tag, which may be one
 * @param vpc the ID of the VPC that it belongs to; empty when it belongs to none
 */
record SecurityGroup(String id, Set<String> names, String vpc) {
    static final String ACTION = "DescribeSecurityGroups";

    private static final Pattern ID = Pattern.compile("sg-[0-9a-z]{1,40}");

    /** @param nameTag the key of the tag that may hold the name, in exactly this case */
    static Page<SecurityGroup> page(XmlAnswer answer, String nameTag) throws XMLStreamException {
        List<SecurityGroup> groups = new ArrayList<>();
        Optional<String> next =
                XmlList.read(answer, "securityGroupInfo", "item", "nextToken", () -> groups.add(one(answer, nameTag)));
        return new Page<>(groups, groups.size(), next);
    }

    private static SecurityGroup one(XmlAnswer answer, String nameTag) throws XMLStreamException {
        String id = "";
        String vpc = "";
        Set<String> names = new TreeSet<>();
        while (answer.child()) {
            switch (answer.name()) {
                case "groupId" -> id = answer.text();
                case "groupName" -> names.add(answer.text());
                case "tagSet" -> names.add(Tags.value(answer, nameTag));
                case "vpcId" -> vpc = answer.text();
                default -> answer.skip();
            }
        }
        if (!ID.matcher(id).matches()) {
            throw new XMLStreamException("a security group without a valid ID");
        }
        names.remove("");
        return new SecurityGroup(id, names, vpc);
    }
}
