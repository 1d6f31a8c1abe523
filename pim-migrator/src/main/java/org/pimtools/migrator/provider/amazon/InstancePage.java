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
 * One answer to {@code DescribeInstances}. Source: the API reference of EC2, version 2016-11-15.
 *
 * @param instances without those that are terminated or about to be
 * @param listed how many instances the page has with those
 * @param next the next page's token; empty on the last one
 */
record InstancePage(List<Instance> instances, int listed, Optional<String> next) {
    /** @param name the value of the tag that holds it; empty without that tag */
    record Instance(String id, String name, SortedSet<String> macs) {}

    /** What documents say is {@code i-} and 8 or 17 hexadecimal digits; other lengths have been and may come. */
    private static final Pattern ID = Pattern.compile("i-[0-9a-z]{1,40}");

    /** Reads a page while it arrives. @param nameTag the key of the tag that holds the name, in exactly this case */
    static InstancePage read(XmlAnswer answer, String nameTag) throws XMLStreamException {
        if (!answer.child() || !answer.name().equals("DescribeInstancesResponse")) {
            throw new XMLStreamException("no answer to DescribeInstances");
        }
        Reading reading = new Reading(answer, nameTag);
        boolean complete = false;
        String next = "";
        while (answer.child()) {
            switch (answer.name()) {
                case "reservationSet" -> {
                    reading.reservations();
                    complete = true;
                }
                case "nextToken" -> next = answer.text();
                default -> answer.skip();
            }
        }
        if (!complete) {
            throw new XMLStreamException("an answer without a list of reservations");
        }
        return new InstancePage(
                reading.instances, reading.listed, Optional.of(next).filter(token -> !token.isEmpty()));
    }

    private static final class Reading {
        private final XmlAnswer answer;
        private final String nameTag;
        private final List<Instance> instances = new ArrayList<>();
        private int listed;

        Reading(XmlAnswer answer, String nameTag) {
            this.answer = answer;
            this.nameTag = nameTag;
        }

        void reservations() throws XMLStreamException {
            items(() -> within("instancesSet", () -> items(this::instance)));
        }

        private void instance() throws XMLStreamException {
            String id = "";
            String name = "";
            boolean ending = false;
            SortedSet<String> macs = new TreeSet<>();
            while (answer.child()) {
                switch (answer.name()) {
                    case "instanceId" -> id = answer.text();
                    case "instanceState" -> ending = ending();
                    case "tagSet" -> name = name();
                    case "networkInterfaceSet" -> items(() -> within("macAddress", () -> macs.add(answer.text())));
                    default -> answer.skip();
                }
            }
            if (!ID.matcher(id).matches()) {
                throw new XMLStreamException("an instance without a valid ID");
            }
            listed++;
            if (!ending) {
                instances.add(new Instance(id, name, macs));
            }
        }

        /** Whether the instance is gone or cannot be kept from going. */
        private boolean ending() throws XMLStreamException {
            String[] state = {""};
            within("name", () -> state[0] = answer.text());
            return state[0].equals("terminated") || state[0].equals("shutting-down");
        }

        private String name() throws XMLStreamException {
            String[] name = {""};
            items(() -> {
                String key = "";
                String value = "";
                while (answer.child()) {
                    switch (answer.name()) {
                        case "key" -> key = answer.text();
                        case "value" -> value = answer.text();
                        default -> answer.skip();
                    }
                }
                if (key.equals(nameTag)) {
                    name[0] = value;
                }
            });
            return name[0];
        }

        private void items(Part item) throws XMLStreamException {
            within("item", item);
        }

        /** Goes through the element that was just entered; of its children only those of a name matter. */
        private void within(String child, Part part) throws XMLStreamException {
            while (answer.child()) {
                if (answer.name().equals(child)) {
                    part.read();
                } else {
                    answer.skip();
                }
            }
        }
    }

    private interface Part {
        void read() throws XMLStreamException;
    }
}
