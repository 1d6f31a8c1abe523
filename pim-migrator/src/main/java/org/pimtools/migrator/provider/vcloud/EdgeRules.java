package org.pimtools.migrator.provider.vcloud;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;
import org.pimtools.migrator.remote.XmlAnswer;

/**
 * The edge gateways of an organisation and their firewall rules. Sources: the vendor's API programming guide, "Using the Query Service"
 * ({@code QueryResultEdgeGatewayRecordType}), and its API for NSX, "Retrieve the Edge Gateway Firewall Configuration".
 */
final class EdgeRules {
    private static final Pattern EDGE =
            Pattern.compile("urn:vcloud:gateway:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})");
    /** One address; a network or a range names no VM. */
    private static final Pattern ADDRESS = Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,3}){3})(?:/32)?");

    private static final int PAGE_SIZE = 128;

    private EdgeRules() {}

    /** An edge gateway. @param uuid the last part of its URN */
    record Edge(String uuid, String name) {}

    /** A page of their list. @param number from 1 */
    record Edges(int number, List<Edge> edges) {
        boolean isFull() {
            return edges.size() >= PAGE_SIZE;
        }
    }

    /** An address in a rule. @param rule for people */
    record Addressed(String rule, String address) {}

    /** The path of a page of the list. @param number from 1 */
    static String edges(int number) {
        return "/api/query?type=edgeGateway&format=idrecords&pageSize=" + PAGE_SIZE + "&page=" + number;
    }

    static String rules(Edge edge) {
        return "/network/edges/" + edge.uuid() + "/firewall/config";
    }

    /** Reads a page of the list. */
    static Edges readEdges(XmlAnswer answer) throws XMLStreamException {
        enter(answer, "QueryResultRecords");
        int number = VmPage.number(answer, "page");
        List<Edge> edges = new ArrayList<>();
        while (answer.child()) {
            if (answer.name().equals("EdgeGatewayRecord")) {
                Matcher id = EDGE.matcher(answer.attribute(null, "id").orElse(""));
                if (!id.matches()) {
                    throw new XMLStreamException("an edge gateway without a valid ID");
                }
                edges.add(new Edge(id.group(1), answer.attribute(null, "name").orElse("")));
            }
            answer.skip();
        }
        return new Edges(number, edges);
    }

    /** The addresses in the rules of an edge. */
    static List<Addressed> readRules(XmlAnswer answer, Edge edge) throws XMLStreamException {
        enter(answer, "firewall");
        List<Addressed> addressed = new ArrayList<>();
        while (answer.child()) {
            if (!answer.name().equals("firewallRules")) {
                answer.skip();
                continue;
            }
            while (answer.child()) {
                if (answer.name().equals("firewallRule")) {
                    addressed.addAll(rule(answer, edge));
                } else {
                    answer.skip();
                }
            }
        }
        return addressed;
    }

    private static List<Addressed> rule(XmlAnswer answer, Edge edge) throws XMLStreamException {
        String id = "";
        String name = "";
        List<String> addresses = new ArrayList<>();
        while (answer.child()) {
            switch (answer.name()) {
                case "id" -> id = answer.text();
                case "name" -> name = answer.text();
                case "source", "destination" -> {
                    while (answer.child()) {
                        if (answer.name().equals("ipAddress")) {
                            address(answer.text()).ifPresent(addresses::add);
                        } else {
                            answer.skip();
                        }
                    }
                }
                default -> answer.skip();
            }
        }
        String rule = "rule " + id + " \"" + name + "\" of edge \"" + edge.name() + "\"";
        return addresses.stream().map(address -> new Addressed(rule, address)).toList();
    }

    private static Optional<String> address(String text) {
        Matcher address = ADDRESS.matcher(text.strip());
        return address.matches() ? Optional.of(address.group(1)) : Optional.empty();
    }

    private static void enter(XmlAnswer answer, String element) throws XMLStreamException {
        if (!answer.child() || !answer.name().equals(element)) {
            throw new XMLStreamException("not the element " + element);
        }
    }
}
