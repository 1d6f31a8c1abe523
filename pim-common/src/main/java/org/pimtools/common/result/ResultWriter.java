package org.pimtools.common.result;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.finding.FindingKind;
import org.pimtools.common.json.JsonLines;
import org.pimtools.common.signature.Signatures;
import org.pimtools.common.signature.SignedAs;
import org.pimtools.common.signature.SigningKey;

/** Writes a result file as JSON Lines, signed by its host; null fields are left out. */
public final class ResultWriter implements Closeable {
    private final SigningKey key;
    private final DigestOutputStream out;
    private final JsonGenerator json;

    /** @param key the host's */
    public ResultWriter(OutputStream out, SigningKey key) throws IOException {
        this.key = key;
        this.out = new DigestOutputStream(new BufferedOutputStream(out), Signatures.sha256());
        this.json = JsonLines.generator(this.out);
    }

    public void write(ResultLine line) throws IOException {
        json.writeStartObject();
        if (line instanceof ResultLine.Start start) {
            json.writeStringField("line", "start");
            json.writeStringField("format", ResultReader.FORMAT);
            json.writeNumberField("version", ResultReader.VERSION);
            json.writeStringField("datacenter", start.datacenter().toString());
            text("datacenterName", start.datacenterName());
            json.writeStringField("plan", start.planId().toString());
            json.writeStringField("planCreated", start.planCreated().toString());
            json.writeStringField("run", start.run());
            json.writeStringField("started", start.started().toString());
            json.writeStringField("kind", start.kind().name());
            json.writeStringField("tool", start.tool());
            json.writeStringField("hostKey", key.publicText());
        } else if (line instanceof ResultLine.Target target) {
            json.writeStringField("line", "target");
            json.writeStringField("host", target.host());
            json.writeStringField("stateDirectory", target.stateDirectory());
            json.writeStringField("step", target.step());
            json.writeStringField("address", target.address());
            json.writeStringField("product", target.product());
            json.writeStringField("role", target.role());
            json.writeStringField("instance", target.instance());
            json.writeNumberField("holds", target.holds());
            json.writeNumberField("planned", target.planned());
            if (target.found() != null) {
                json.writeNumberField("found", target.found());
            }
        } else if (line instanceof ResultLine.VmResult vm) {
            json.writeStringField("line", "vm");
            json.writeNumberField("id", vm.idVm());
            json.writeStringField("outcome", vm.outcome().name());
            text("providerId", vm.providerId());
            text("redis", vm.redis() == null ? null : vm.redis().name());
        } else if (line instanceof ResultLine.EntityResult entity) {
            json.writeStringField("line", "entity");
            json.writeStringField("kind", entity.key().kind().word());
            json.writeNumberField("id", entity.key().id());
            json.writeStringField("outcome", entity.outcome().name());
            text("providerId", entity.providerId());
        } else if (line instanceof ResultLine.ChangeResult change) {
            json.writeStringField("line", "change");
            json.writeStringField("step", change.step());
            json.writeStringField("entity", change.entity());
            json.writeNumberField("vm", change.idVm());
            json.writeStringField("state", change.state().name());
        } else if (line instanceof ResultLine.Found found) {
            json.writeStringField("line", "finding");
            json.writeStringField("code", found.finding().code().code());
            json.writeStringField("severity", found.finding().severity().name());
            json.writeStringField("title", found.finding().code().title());
            json.writeStringField("entity", found.finding().entity());
            json.writeStringField("detail", found.finding().detail());
        } else if (line instanceof ResultLine.Decided decided) {
            json.writeStringField("line", "decided");
            if (decided.key().kind() != EntityKind.VM) {
                json.writeStringField("kind", decided.key().kind().word());
            }
            json.writeNumberField("id", decided.key().id());
            json.writeStringField("decision", decided.decision().name());
            json.writeArrayFieldStart("codes");
            for (FindingKind code : decided.codes()) {
                json.writeString(code.code());
            }
            json.writeEndArray();
            json.writeStringField("reason", decided.reason());
        } else if (line instanceof ResultLine.End end) {
            json.writeStringField("line", "end");
            json.writeStringField("ended", end.ended().toString());
            json.writeNumberField("exit", end.exit());
            json.writeObjectFieldStart("counts");
            for (Map.Entry<String, Long> count : new TreeMap<>(end.counts()).entrySet()) {
                json.writeNumberField(count.getKey(), count.getValue());
            }
            json.writeEndObject();
            if (end.forecastSeconds() != null) {
                json.writeNumberField("forecastSeconds", end.forecastSeconds());
            }
            byte[] digest = digest();
            json.writeStringField("digest", HexFormat.of().formatHex(digest));
            json.writeStringField("signature", key.sign(SignedAs.RESULT, digest));
        } else {
            throw new IllegalArgumentException(line.getClass().getName());
        }
        json.writeEndObject();
        json.writeRaw('\n');
    }

    /** Over all bytes so far: the lines before, and what stands before the digest in its own. */
    private byte[] digest() throws IOException {
        json.flush();
        return out.getMessageDigest().digest();
    }

    private void text(String name, String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    @Override
    public void close() throws IOException {
        json.close();
        out.close();
    }
}
