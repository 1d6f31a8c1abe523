package org.pimtools.testkit.doubles.vcloud;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pimtools.testkit.doubles.HttpExchange;
import org.pimtools.testkit.doubles.QueryString;
import org.pimtools.testkit.server.Xml;

/**
 * The answer to a query for VMs. Sources: the vendor's API programming guide ("Using the Query Service") for parameters, pages and
 * links, and its schema reference ({@code QueryResultRecordsType}, {@code QueryResultVMRecordType}) for the records.
 */
final class VmRecords {
    static final String NAMESPACE = "http://www.vmware.com/vcloud/v1.5";

    private static final int USUAL_SIZE = 25;
    private static final int LARGEST_SIZE = 128;
    private static final Pattern FILTER = Pattern.compile("\\(?isVAppTemplate==false\\)?(?:;ipAddress==([0-9.]+))?");

    private final QueryString query;
    private final String base;
    private final int size;
    private final List<VcdVm> matching;

    /** @param base where links lead, without a slash at its end */
    VmRecords(QueryString query, String base, List<VcdVm> all) throws VcdRefusal {
        this.query = query;
        this.base = base;
        this.size = Math.min(number("pageSize", USUAL_SIZE), LARGEST_SIZE);
        for (String name : query.values().keySet()) {
            if (!List.of("type", "format", "filter", "pageSize", "page", "fields")
                    .contains(name)) {
                throw new VcdRefusal(400, "BAD_REQUEST");
            }
        }
        Optional<String> filter = query.value("filter");
        Matcher filtered = FILTER.matcher(filter.orElse(""));
        if (filter.isPresent() && !filtered.matches()) {
            throw new VcdRefusal(400, "BAD_REQUEST");
        }
        String address = filter.isPresent() ? filtered.group(1) : null;
        matching = filter.isPresent() && (address != null || !(all instanceof NumberedVms))
                ? all.stream()
                        .filter(vm -> vm.kind() != VcdVm.Kind.OF_TEMPLATE)
                        .filter(vm -> address == null || vm.address().equals(address))
                        .toList()
                : all;
    }

    private int number(String name, int otherwise) throws VcdRefusal {
        Optional<String> text = query.value(name);
        if (text.isPresent() && !text.get().matches("[1-9][0-9]{0,8}")) {
            throw new VcdRefusal(400, "BAD_REQUEST");
        }
        return text.map(Integer::parseInt).orElse(otherwise);
    }

    /** From 1. */
    int page() throws VcdRefusal {
        return number("page", 1);
    }

    HttpExchange.Reply page(int number) throws VcdRefusal {
        String format = query.value("format").orElse("records");
        if (!List.of("records", "idrecords").contains(format)) {
            throw new VcdRefusal(400, "BAD_REQUEST");
        }
        String type = query.value("type").orElse("");
        int from = Math.min((number - 1) * size, matching.size());
        int end = Math.min(from + size, matching.size());
        StringBuilder xml = new StringBuilder(1 << 16);
        xml.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<QueryResultRecords xmlns=\"")
                .append(NAMESPACE)
                .append("\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"");
        attribute(xml, "total", Integer.toString(matching.size()));
        attribute(xml, "pageSize", Integer.toString(size));
        attribute(xml, "page", Integer.toString(number));
        attribute(xml, "name", type);
        attribute(xml, "type", "application/vnd.vmware.vcloud.query." + format + "+xml");
        attribute(xml, "href", link(type, format, number));
        xml.append(">\n");
        if (end < matching.size()) {
            xml.append("<Link rel=\"nextPage\"");
            attribute(xml, "href", link(type, format, number + 1));
            attribute(xml, "type", "application/vnd.vmware.vcloud.query." + format + "+xml");
            xml.append("/>\n");
        }
        for (int i = from; i < end; i++) {
            vm(xml, type.equals("adminVM") ? "AdminVMRecord" : "VMRecord", matching.get(i), format);
        }
        xml.append("</QueryResultRecords>");
        return HttpExchange.Reply.xml(200, xml.toString())
                .with("Content-Type", "application/vnd.vmware.vcloud.query." + format + "+xml");
    }

    private String link(String type, String format, int page) {
        return base + "/api/query?type=" + type + "&page=" + page + "&pageSize=" + size + "&format=" + format;
    }

    private void vm(StringBuilder xml, String element, VcdVm vm, String format) throws VcdRefusal {
        List<String> fields = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        for (String field : query.value("fields").orElse("").split(",")) {
            if (field.startsWith("metadata:")) {
                keys.add(field.substring("metadata:".length()));
            } else if (!field.isEmpty()) {
                fields.add(field);
            }
        }
        xml.append('<').append(element);
        boolean byId = format.equals("idrecords");
        attribute(xml, byId ? "id" : "href", byId ? "urn:vcloud:vm:" + vm.uuid() : base + "/api/vApp/vm-" + vm.uuid());
        for (String[] each : attributes(vm)) {
            if (fields.isEmpty() && keys.isEmpty() || fields.remove(each[0])) {
                attribute(xml, each[0], each[1]);
            }
        }
        if (!fields.isEmpty()) {
            throw new VcdRefusal(400, "BAD_REQUEST");
        }
        metadata(xml.append('>'), vm, keys);
        xml.append("</").append(element).append(">\n");
    }

    private static List<String[]> attributes(VcdVm vm) {
        String parent = "urn:vcloud:vapp:00000000-0000-4000-8000-000000000001";
        return List.of(
                new String[] {"container", parent},
                new String[] {"containerName", "a vApp"},
                new String[] {"guestOs", "Debian GNU/Linux 12 (64-bit)"},
                new String[] {"hardwareVersion", "19"},
                new String[] {"ipAddress", vm.address()},
                new String[] {"isBusy", "false"},
                new String[] {"isDeleted", Boolean.toString(vm.kind() == VcdVm.Kind.DELETED)},
                new String[] {"isDeployed", "true"},
                new String[] {"isExpired", Boolean.toString(vm.kind() == VcdVm.Kind.EXPIRED)},
                new String[] {"isInMaintenanceMode", "false"},
                new String[] {"isPublished", "false"},
                new String[] {"isVAppTemplate", Boolean.toString(vm.kind() == VcdVm.Kind.OF_TEMPLATE)},
                new String[] {"memoryMB", "2048"},
                new String[] {"name", vm.name()},
                new String[] {"numberOfCpus", "2"},
                new String[] {"status", "POWERED_ON"},
                new String[] {"storageProfileName", "Gold"});
    }

    private static void metadata(StringBuilder xml, VcdVm vm, List<String> keys) {
        List<String> held = keys.stream().filter(vm.metadata()::containsKey).toList();
        if (held.isEmpty()) {
            return;
        }
        xml.append("<Metadata type=\"application/vnd.vmware.vcloud.metadata+xml\">");
        for (String key : held) {
            xml.append("<MetadataEntry><Key>")
                    .append(Xml.escape(key))
                    .append("</Key><TypedValue xsi:type=\"MetadataStringValue\"><Value>")
                    .append(Xml.escape(vm.metadata().get(key)))
                    .append("</Value></TypedValue></MetadataEntry>");
        }
        xml.append("</Metadata>");
    }

    private static void attribute(StringBuilder xml, String name, String value) {
        xml.append(' ').append(name).append("=\"").append(Xml.escape(value)).append('"');
    }
}
