package org.pimtools.common.plan;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.sql.KeyCell;

/** Writes one plan line as JSON, without its newline. Null fields are left out. */
final class PlanLineWriter {
    private final JsonGenerator json;

    PlanLineWriter(JsonGenerator json) {
        this.json = json;
    }

    void write(PlanLine line) throws IOException {
        LineKind kind = LineKind.of(line);
        json.writeStartObject();
        json.writeStringField("line", kind.label());
        switch (kind) {
            case HEADER -> header((PlanLine.Header) line);
            case SECTION -> sectionStart((PlanLine.SectionStart) line);
            case ENDPOINT -> endpoint((PlanLine.Endpoint) line);
            case MACHINE -> machine((PlanLine.Machine) line);
            case VM -> vm((PlanLine.Vm) line);
            case BACKUP_JOB -> backupJob((PlanLine.BackupJob) line);
            case FIREWALL, LOAD_BALANCER -> entity((PlanLine.Entity) line);
            case REFERENCE -> reference((PlanLine.Reference) line);
            case FINDING -> found((PlanLine.Found) line);
            case SECTION_END -> sectionEnd((PlanLine.SectionEnd) line);
            case FOOTER -> footer((PlanLine.Footer) line);
        }
        json.writeEndObject();
    }

    private void header(PlanLine.Header header) throws IOException {
        json.writeStringField("format", PlanFormat.NAME);
        json.writeNumberField("version", header.version());
        json.writeStringField("plan", header.planId().toString());
        json.writeStringField("created", header.created().toString());
        json.writeStringField("tool", header.tool());
        json.writeBooleanField("rehearsal", header.rehearsal());
        json.writeStringField("profile", header.profile());
        text("schemaVersion", header.schemaVersion());
        json.writeArrayFieldStart("columns");
        for (PlanLine.TargetColumn column : header.columns()) {
            json.writeStartObject();
            json.writeStringField("table", column.table());
            json.writeStringField("column", column.column());
            json.writeStringField("type", column.type());
            json.writeNumberField("length", column.length());
            text("charset", column.charset());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeStringField("plannerKey", header.plannerKey());
    }

    private void sectionStart(PlanLine.SectionStart start) throws IOException {
        json.writeStringField("datacenter", start.datacenter().toString());
        text("name", start.name());
        text("sealed", start.sealed());
    }

    private void endpoint(PlanLine.Endpoint endpoint) throws IOException {
        json.writeNumberField("no", endpoint.no());
        json.writeStringField("type", endpoint.type().platformName());
        json.writeStringField("address", endpoint.address());
        json.writeNumberField("port", endpoint.port());
        texts("account", endpoint.account());
        text("pin", endpoint.pin());
        texts("options", endpoint.options());
    }

    private void machine(PlanLine.Machine machine) throws IOException {
        json.writeNumberField("hypervisor", machine.idHypervisor());
        json.writeNumberField("endpoint", machine.endpointNo());
        json.writeStringField("type", machine.type());
        text("ip", machine.ip());
        number("port", machine.port());
        text("managerIp", machine.managerIp());
        number("managerPort", machine.managerPort());
        text("agentIp", machine.agentIp());
        number("agentPort", machine.agentPort());
        text("name", machine.name());
    }

    private void vm(PlanLine.Vm vm) throws IOException {
        json.writeNumberField("id", vm.idVm());
        json.writeStringField("uuid", vm.uuid());
        json.writeStringField("name", vm.name());
        json.writeNumberField("hypervisor", vm.idHypervisor());
        json.writeStringField("state", vm.state());
        json.writeBooleanField("captured", vm.captured());
        text("providerId", vm.providerId());
        unlessEmpty("datastores", vm.datastores());
        unlessEmpty("macs", vm.macs());
    }

    private void backupJob(PlanLine.BackupJob job) throws IOException {
        json.writeNumberField("id", job.id());
        json.writeNumberField("vm", job.idVm());
        json.writeStringField("system", job.system());
        text("endpoint", job.endpoint());
        json.writeStringField("jobName", job.jobName());
        text("jobRef", job.jobRef());
        if (job.server() != 0) {
            json.writeNumberField("server", job.server());
        }
    }

    private void entity(PlanLine.Entity entity) throws IOException {
        json.writeNumberField("id", entity.id());
        json.writeStringField("name", entity.name());
        json.writeNumberField("endpoint", entity.endpointNo());
        json.writeNumberField("virtualDatacenter", entity.virtualDatacenter());
        text("providerId", entity.providerId());
        if (!entity.vms().isEmpty()) {
            json.writeArrayFieldStart("vms");
            for (long vm : entity.vms()) {
                json.writeNumber(vm);
            }
            json.writeEndArray();
        }
    }

    private void reference(PlanLine.Reference reference) throws IOException {
        json.writeStringField("table", reference.table());
        json.writeObjectFieldStart("key");
        for (Map.Entry<String, KeyCell> part : reference.key().entrySet()) {
            json.writeObjectField(part.getKey(), part.getValue().plain());
        }
        json.writeEndObject();
        json.writeNumberField("vm", reference.idVm());
        json.writeStringField("column", reference.column());
        json.writeStringField("value", reference.value());
        text("part", reference.part());
    }

    private void found(PlanLine.Found found) throws IOException {
        json.writeStringField("code", found.finding().code().code());
        json.writeStringField("severity", found.finding().severity().name());
        json.writeStringField("title", found.finding().code().title());
        json.writeStringField("entity", found.finding().entity());
        json.writeStringField("detail", found.finding().detail());
    }

    private void sectionEnd(PlanLine.SectionEnd end) throws IOException {
        json.writeStringField("datacenter", end.datacenter().toString());
        numbers("counts", new TreeMap<>(end.counts()));
        json.writeStringField("digest", end.digest());
        json.writeStringField("signature", end.signature());
    }

    private void footer(PlanLine.Footer footer) throws IOException {
        json.writeArrayFieldStart("datacenters");
        for (DatacenterId datacenter : footer.datacenters()) {
            json.writeString(datacenter.toString());
        }
        json.writeEndArray();
        json.writeStringField("digest", footer.digest());
        json.writeStringField("signature", footer.signature());
    }

    private void text(String name, String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    private void unlessEmpty(String name, List<String> values) throws IOException {
        if (!values.isEmpty()) {
            json.writeArrayFieldStart(name);
            for (String value : values) {
                json.writeString(value);
            }
            json.writeEndArray();
        }
    }

    private void texts(String name, Map<String, String> values) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, String> value : values.entrySet()) {
            json.writeStringField(value.getKey(), value.getValue());
        }
        json.writeEndObject();
    }

    private void number(String name, Integer value) throws IOException {
        if (value != null) {
            json.writeNumberField(name, value);
        }
    }

    private void numbers(String name, Map<String, Long> values) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, Long> value : values.entrySet()) {
            json.writeNumberField(value.getKey(), value.getValue());
        }
        json.writeEndObject();
    }
}
