package org.pimtools.common.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.finding.FindingFields;
import org.pimtools.common.json.Fields;
import org.pimtools.common.json.JsonLines;
import org.pimtools.common.json.LineException;
import org.pimtools.common.json.UnknownVersionException;
import org.pimtools.common.provider.LoginPart;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.common.sql.KeyCell;

/** Reads one plan line; strict, so that what {@link PlanLineWriter} did not write is refused. */
final class PlanLineParser {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final int LAST_PORT = 65_535;

    private PlanLineParser() {}

    static PlanLine parse(byte[] bytes) throws LineException {
        Fields fields = JsonLines.parse(bytes);
        LineKind kind = LineKind.of(fields.text("line"))
                .orElseThrow(() -> new LineException("it is of a kind that is not known"));
        PlanLine line =
                switch (kind) {
                    case HEADER -> header(fields);
                    case SECTION ->
                        new PlanLine.SectionStart(
                                fields.parsed("datacenter", DatacenterId::parse, DatacenterId.WHAT),
                                fields.textOrNull("name"),
                                fields.textOrNull("sealed"));
                    case ENDPOINT -> endpoint(fields);
                    case MACHINE -> machine(fields);
                    case VM -> vm(fields);
                    case BACKUP_JOB -> backupJob(fields);
                    case FIREWALL -> entity(EntityKind.FIREWALL, fields);
                    case LOAD_BALANCER -> entity(EntityKind.LOAD_BALANCER, fields);
                    case REFERENCE -> reference(fields);
                    case FINDING -> found(fields);
                    case SECTION_END ->
                        new PlanLine.SectionEnd(
                                fields.parsed("datacenter", DatacenterId::parse, DatacenterId.WHAT),
                                fields.numberMap("counts"),
                                sha256(fields.text("digest"), "digest"),
                                fields.text("signature"));
                    case FOOTER -> footer(fields);
                };
        fields.end();
        return line;
    }

    private static PlanLine header(Fields fields) throws LineException {
        if (!fields.text("format").equals(PlanFormat.NAME)) {
            throw new LineException("it is not a plan");
        }
        int version = UnknownVersionException.require(PlanFormat.OLDEST, PlanFormat.VERSION, fields);
        List<PlanLine.TargetColumn> columns = new ArrayList<>();
        for (Fields column : fields.objects("columns")) {
            columns.add(new PlanLine.TargetColumn(
                    column.text("table"),
                    column.text("column"),
                    column.text("type"),
                    column.number("length"),
                    column.textOrNull("charset")));
            column.end();
        }
        return new PlanLine.Header(
                fields.uuid("plan"),
                fields.instant("created"),
                fields.text("tool"),
                fields.flag("rehearsal"),
                fields.text("profile"),
                fields.textOrNull("schemaVersion"),
                columns,
                fields.text("plannerKey"),
                version);
    }

    private static PlanLine endpoint(Fields fields) throws LineException {
        ProviderKind type = ProviderKind.of(fields.text("type"))
                .orElseThrow(() -> new LineException("field type is not a provider type"));
        SortedMap<String, String> account = fields.textMap("account");
        for (String name : account.keySet()) {
            if (type.part(name).filter(LoginPart::ofAccount).isEmpty()) {
                throw new LineException("field account has a part that the provider type does not have");
            }
        }
        String pin = fields.textOrNull("pin");
        return new PlanLine.Endpoint(
                fields.number("no", 1, Integer.MAX_VALUE),
                type,
                fields.text("address"),
                fields.number("port", 1, LAST_PORT),
                account,
                pin == null ? null : sha256(pin, "pin"),
                fields.textMap("options"));
    }

    private static PlanLine machine(Fields fields) throws LineException {
        return new PlanLine.Machine(
                fields.number("hypervisor"),
                fields.number("endpoint", 0, Integer.MAX_VALUE),
                fields.text("type"),
                fields.textOrNull("ip"),
                port(fields, "port"),
                fields.textOrNull("managerIp"),
                port(fields, "managerPort"),
                fields.textOrNull("agentIp"),
                port(fields, "agentPort"),
                fields.textOrNull("name"));
    }

    private static PlanLine backupJob(Fields fields) throws LineException {
        Integer server = fields.numberOrNull("server", 1, Integer.MAX_VALUE);
        return new PlanLine.BackupJob(
                fields.number("id"),
                fields.number("vm"),
                fields.text("system"),
                fields.textOrNull("endpoint"),
                fields.text("jobName"),
                fields.textOrNull("jobRef"),
                server == null ? 0 : server);
    }

    private static Integer port(Fields fields, String name) throws LineException {
        return fields.numberOrNull(name, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    private static PlanLine vm(Fields fields) throws LineException {
        return new PlanLine.Vm(
                fields.number("id"),
                fields.text("uuid"),
                fields.text("name"),
                fields.number("hypervisor"),
                fields.text("state"),
                fields.flag("captured"),
                fields.textOrNull("providerId"),
                fields.textsOrNone("datastores"),
                fields.textsOrNone("macs"));
    }

    private static PlanLine entity(EntityKind kind, Fields fields) throws LineException {
        long id = fields.number("id");
        String name = fields.text("name");
        int endpoint = fields.number("endpoint", 0, Integer.MAX_VALUE);
        long virtualDatacenter = fields.number("virtualDatacenter");
        String providerId = fields.textOrNull("providerId");
        List<Long> vms = fields.numbersOrNone("vms");
        if (vms.size() > PlanLine.Entity.MOST_VMS) {
            throw new LineException("field vms has more than " + PlanLine.Entity.MOST_VMS);
        }
        return new PlanLine.Entity(kind, id, name, endpoint, virtualDatacenter, providerId, vms);
    }

    private static PlanLine found(Fields fields) throws LineException {
        return new PlanLine.Found(FindingFields.read(fields));
    }

    private static PlanLine reference(Fields fields) throws LineException {
        SortedMap<String, KeyCell> key = new TreeMap<>();
        fields.scalarMap("key").forEach((name, value) -> key.put(name, KeyCell.ofPlain(value)));
        long vm = fields.number("vm");
        String table = fields.text("table");
        String column = fields.text("column");
        String value = fields.text("value");
        String part = fields.textOrNull("part");
        if (part != null
                && (part.isEmpty() || value.indexOf(part) < 0 || value.indexOf(part) != value.lastIndexOf(part))) {
            throw new LineException("field part is not in the value, or more than once");
        }
        return new PlanLine.Reference(table, key, vm, column, value, part);
    }

    private static PlanLine footer(Fields fields) throws LineException {
        List<DatacenterId> datacenters = new ArrayList<>();
        for (String text : fields.texts("datacenters")) {
            try {
                datacenters.add(DatacenterId.parse(text));
            } catch (IllegalArgumentException e) {
                throw new LineException("field datacenters holds something that identifies none", e);
            }
        }
        return new PlanLine.Footer(datacenters, sha256(fields.text("digest"), "digest"), fields.text("signature"));
    }

    private static String sha256(String text, String field) throws LineException {
        if (!SHA256.matcher(text).matches()) {
            throw new LineException("field " + field + " is not a SHA-256 in lower-case hexadecimal digits");
        }
        return text;
    }
}
