package org.pimtools.testkit.server;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * A small vSphere client for tests: reads and shapes an inventory, independently of the product. Logged in until it is
 * closed; for one thread. Source: vSphere Web Services API reference.
 */
public final class VsphereClient implements AutoCloseable {
    private static final List<String> VM_PROPERTIES = List.of(
            "name",
            "config.uuid",
            "config.instanceUuid",
            "runtime.host",
            "runtime.powerState",
            "datastore",
            "config.hardware.device");

    private final SoapClient soap;
    private final Map<String, String> services = new HashMap<>();
    private final String instanceUuid;

    /**
     * Logs in.
     *
     * @param tls null for plain HTTP
     * @throws SoapFault of the type {@code InvalidLogin} for a wrong user or password
     */
    public VsphereClient(URI address, SSLContext tls, String user, String password) {
        soap = new SoapClient(address, tls);
        XMLStreamReader content =
                soap.call("RetrieveServiceContent", "<_this type=\"ServiceInstance\">ServiceInstance</_this>", "");
        Map<String, String> leaves = leaves(content);
        for (String service : List.of("rootFolder", "propertyCollector", "viewManager", "sessionManager")) {
            services.put(service, leaves.get(service));
        }
        instanceUuid = leaves.get("instanceUuid");
        soap.call(
                "Login",
                self("SessionManager", services.get("sessionManager")),
                "<userName>" + Xml.escape(user) + "</userName><password>" + Xml.escape(password) + "</password>");
    }

    /** {@code about.instanceUuid}. */
    public String instanceUuid() {
        return instanceUuid;
    }

    /** All virtual machines in the order of the server, read by pages of the server's choice. */
    public List<VsphereVm> vms() {
        Map<String, String> names = Stream.of("HostSystem", "Datastore")
                .flatMap(type -> retrieve(type, List.of("name")).stream())
                .collect(Collectors.toMap(Row::moRef, row -> row.first("name")));
        return retrieve("VirtualMachine", VM_PROPERTIES).stream()
                .map(row -> new VsphereVm(
                        row.moRef(),
                        row.first("name"),
                        row.first("config.uuid"),
                        row.first("config.instanceUuid"),
                        names.get(row.first("runtime.host")),
                        names.get(row.first("datastore")),
                        String.valueOf(row.first("config.hardware.device")),
                        "poweredOn".equals(row.first("runtime.powerState"))))
                .toList();
    }

    /** The names of all virtual machines by MoRef, with nothing else asked for. */
    public Map<String, String> vmNames() {
        Map<String, String> names = new HashMap<>();
        retrieve("VirtualMachine", List.of("name")).forEach(row -> names.put(row.moRef(), row.first("name")));
        return names;
    }

    /** Gives a machine another name; vCenter allows no name twice in a folder. */
    public void rename(String moRef, String newName) {
        finish(soap.call(
                "Rename_Task", self("VirtualMachine", moRef), "<newName>" + Xml.escape(newName) + "</newName>"));
    }

    /** Sets {@code config.uuid}. */
    public void setBiosUuid(String moRef, String biosUuid) {
        finish(soap.call(
                "ReconfigVM_Task",
                self("VirtualMachine", moRef),
                "<spec><uuid>" + Xml.escape(biosUuid) + "</uuid></spec>"));
    }

    /** Logs out. */
    @Override
    public void close() {
        soap.call("Logout", self("SessionManager", services.get("sessionManager")), "");
    }

    private void finish(XMLStreamReader answer) {
        String task = SoapClient.textOf(answer, "returnval");
        Row row = rows(soap.call(
                        "RetrievePropertiesEx",
                        self("PropertyCollector", services.get("propertyCollector")),
                        "<specSet><propSet><type>Task</type><pathSet>info.state</pathSet></propSet><objectSet><obj type=\"Task\">"
                                + Xml.escape(task) + "</obj></objectSet></specSet><options/>"))
                .rows()
                .get(0);
        if (!"success".equals(row.first("info.state"))) {
            throw new IllegalStateException("the task ended as " + row.first("info.state"));
        }
    }

    private List<Row> retrieve(String type, List<String> paths) {
        String view = SoapClient.textOf(
                soap.call(
                        "CreateContainerView",
                        self("ViewManager", services.get("viewManager")),
                        "<container type=\"Folder\">" + services.get("rootFolder") + "</container><type>" + type
                                + "</type><recursive>true</recursive>"),
                "returnval");
        String collector = self("PropertyCollector", services.get("propertyCollector"));
        Page page = rows(soap.call(
                "RetrievePropertiesEx",
                collector,
                "<specSet><propSet><type>" + type + "</type>"
                        + paths.stream()
                                .map(path -> "<pathSet>" + path + "</pathSet>")
                                .collect(Collectors.joining())
                        + "</propSet><objectSet><obj type=\"ContainerView\">" + Xml.escape(view)
                        + "</obj><skip>true</skip><selectSet xsi:type=\"TraversalSpec\"><name>view</name>"
                        + "<type>ContainerView</type><path>view</path><skip>false</skip></selectSet></objectSet></specSet>"
                        + "<options/>"));
        List<Row> rows = new ArrayList<>(page.rows());
        while (page.token() != null) {
            page = rows(soap.call(
                    "ContinueRetrievePropertiesEx", collector, "<token>" + Xml.escape(page.token()) + "</token>"));
            rows.addAll(page.rows());
        }
        soap.call("DestroyView", self("ContainerView", view), "");
        return rows;
    }

    private record Page(List<Row> rows, String token) {}

    /** An object with what its properties say: the MAC address of a device, else the first text. */
    private record Row(String moRef, Map<String, String> properties) {
        String first(String path) {
            return properties.get(path);
        }
    }

    private static Page rows(XMLStreamReader reader) {
        List<Row> rows = new ArrayList<>();
        String token = null;
        try {
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamReader.START_ELEMENT) {
                    switch (reader.getLocalName()) {
                        case "token" -> token = reader.getElementText();
                        case "objects" -> rows.add(row(reader));
                        default -> {}
                    }
                }
            }
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return new Page(rows, token);
    }

    private static Row row(XMLStreamReader reader) throws XMLStreamException {
        String moRef = "";
        Map<String, String> properties = new HashMap<>();
        String path = "";
        while (reader.next() != XMLStreamReader.END_ELEMENT
                || !reader.getLocalName().equals("objects")) {
            if (reader.getEventType() == XMLStreamReader.START_ELEMENT) {
                switch (reader.getLocalName()) {
                    case "obj" -> moRef = reader.getElementText();
                    case "propSet" -> {
                        reader.nextTag();
                        path = reader.getElementText();
                    }
                    case "val" -> {
                        String value = value(reader, path.equals("config.hardware.device") ? "macAddress" : "");
                        if (value != null) {
                            properties.put(path, value);
                        }
                    }
                    default -> {}
                }
            }
        }
        return new Row(moRef, properties);
    }

    /** The text of the first element of a name below this one, or with an empty name this one's text or its first child's. */
    private static String value(XMLStreamReader reader, String wanted) throws XMLStreamException {
        String found = null;
        String current = "val";
        boolean leaf = true;
        StringBuilder text = new StringBuilder();
        int depth = 1;
        while (depth > 0) {
            switch (reader.next()) {
                case XMLStreamReader.START_ELEMENT -> {
                    depth++;
                    current = reader.getLocalName();
                    leaf = true;
                    text.setLength(0);
                }
                case XMLStreamReader.END_ELEMENT -> {
                    depth--;
                    if (leaf && found == null && (wanted.isEmpty() || wanted.equals(current))) {
                        found = text.toString();
                    }
                    leaf = false;
                }
                case XMLStreamReader.CHARACTERS -> text.append(reader.getText());
                default -> {}
            }
        }
        return found;
    }

    private static Map<String, String> leaves(XMLStreamReader reader) {
        Map<String, String> leaves = new HashMap<>();
        StringBuilder text = new StringBuilder();
        try {
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamReader.START_ELEMENT -> text.setLength(0);
                    case XMLStreamReader.CHARACTERS -> text.append(reader.getText());
                    case XMLStreamReader.END_ELEMENT -> leaves.putIfAbsent(reader.getLocalName(), text.toString());
                    default -> {}
                }
            }
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return leaves;
    }

    private static String self(String type, String id) {
        return "<_this type=\"" + type + "\">" + Xml.escape(id) + "</_this>";
    }
}
