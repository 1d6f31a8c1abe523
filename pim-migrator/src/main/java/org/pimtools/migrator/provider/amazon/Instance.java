package org.pimtools.migrator.provider.amazon;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;
import org.pimtools.migrator.remote.XmlAnswer;

/**
 * An instance, as {@code DescribeInstances} lists it.
 *
 * @param name the value of the tag that holds it; empty without that tag
 * @param macs of its network interfaces
 * @param groups the IDs of its security groups
 */
record Instance(String id, String name, SortedSet<String> macs, SortedSet<String> groups) {
    static final String ACTION = "DescribeInstances";

    /** What documents say is {@code i-} and 8 or 17 hexadecimal digits; other lengths have been and may come. */
    private static final Pattern ID = Pattern.compile("i-[0-9a-z]{1,40}");

    /**
     * A page without the instances that are terminated or about to be: they do not come back.
     *
     * @param nameTag the key of the tag that holds the name, in exactly this case
     */
    static Page<Instance> page(XmlAnswer answer, String nameTag) throws XMLStreamException {
        List<Instance> instances = new ArrayList<>();
        int[] listed = {0};
        Optional<String> next = XmlList.read(
                answer,
                "reservationSet",
                "item",
                "nextToken",
                () -> XmlList.within(
                        answer,
                        "instancesSet",
                        () -> XmlList.within(answer, "item", () -> {
                            listed[0]++;
                            one(answer, nameTag).ifPresent(instances::add);
                        })));
        return new Page<>(instances, listed[0], next);
    }

    private static Optional<Instance> one(XmlAnswer answer, String nameTag) throws XMLStreamException {
        String id = "";
        String name = "";
        boolean ending = false;
        SortedSet<String> macs = new TreeSet<>();
        SortedSet<String> groups = new TreeSet<>();
        while (answer.child()) {
            switch (answer.name()) {
                case "instanceId" -> id = answer.text();
                case "instanceState" -> ending = ending(answer);
                case "tagSet" -> name = Tags.value(answer, nameTag);
                case "groupSet" -> groups(answer, groups);
                case "networkInterfaceSet" ->
                    XmlList.within(answer, "item", () -> {
                        while (answer.child()) {
                            switch (answer.name()) {
                                case "macAddress" -> macs.add(answer.text());
                                case "groupSet" -> groups(answer, groups);
                                default -> answer.skip();
                            }
                        }
                    });
                default -> answer.skip();
            }
        }
        if (!ID.matcher(id).matches()) {
            throw new XMLStreamException("an instance without a valid ID");
        }
        return ending ? Optional.empty() : Optional.of(new Instance(id, name, macs, groups));
    }

    private static void groups(XmlAnswer answer, SortedSet<String> groups) throws XMLStreamException {
        XmlList.within(answer, "item", () -> XmlList.within(answer, "groupId", () -> groups.add(answer.text())));
    }

    /** Whether the instance is gone or cannot be kept from going. */
    private static boolean ending(XmlAnswer answer) throws XMLStreamException {
        String[] state = {""};
        XmlList.within(answer, "name", () -> state[0] = answer.text());
        return state[0].equals("terminated") || state[0].equals("shutting-down");
    }
}
