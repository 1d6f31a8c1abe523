package org.pimtools.common.result;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.entity.EntityKey;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.finding.FindingFields;
import org.pimtools.common.finding.FindingKind;
import org.pimtools.common.finding.OpaqueFinding;
import org.pimtools.common.finding.Severity;
import org.pimtools.common.json.Fields;
import org.pimtools.common.json.JsonLines;
import org.pimtools.common.json.LineException;
import org.pimtools.common.json.LineReader;
import org.pimtools.common.json.UnknownVersionException;
import org.pimtools.common.signature.Signatures;
import org.pimtools.common.signature.SignedAs;

/**
 * Reads a result file line by line, and verifies its digest and its host's signature on the way; every fault is a
 * {@link ToolException} that names the line. <b>Nothing is proven before the end line was returned</b>, and whose key it is that signed is
 * for the caller to know.
 */
public final class ResultReader implements Closeable {
    static final String FORMAT = "pim-result";
    static final int VERSION = 3;
    /** The oldest version that is read: its files are not signed. */
    private static final int OLDEST = 2;

    private final Path file;
    private final LineReader lines;
    private final ResultLine.Start start;
    private final MessageDigest digest = Signatures.sha256();
    private String hostKey;
    private boolean ended;

    private ResultReader(Path file, LineReader lines) {
        this.file = file;
        this.lines = lines;
        if (!(read() instanceof ResultLine.Start first)) {
            throw refuse("it does not begin with a result's start", null);
        }
        this.start = first;
    }

    public static ResultReader open(Path file) {
        LineReader lines;
        try {
            lines = new LineReader(Files.newInputStream(file));
        } catch (IOException e) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT, "cannot read the result " + file, "check the path and its rights", e);
        }
        try {
            return new ResultReader(file, lines);
        } catch (ToolException e) {
            try {
                lines.close();
            } catch (IOException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    public ResultLine.Start start() {
        return start;
    }

    /** The public key of the host that signed the file (X.509, base64); empty when an older version of the tools wrote it. */
    public Optional<String> hostKey() {
        return Optional.ofNullable(hostKey);
    }

    /** The next line after the start, or null after the end line. */
    public ResultLine next() {
        if (ended) {
            requireNothingMore();
            return null;
        }
        ResultLine line = read();
        if (line == null) {
            throw refuse("the file is cut off", null);
        }
        if (line instanceof ResultLine.Start) {
            throw refuse("the line cannot stand here", null);
        }
        ended = line instanceof ResultLine.End;
        return line;
    }

    private void requireNothingMore() {
        try {
            if (lines.next() != null) {
                throw refuse("something stands after its signature", null);
            }
        } catch (IOException | LineException e) {
            throw refuse("something stands after its signature", e);
        }
    }

    private ResultLine read() {
        try {
            byte[] bytes = lines.next();
            if (bytes == null) {
                return null;
            }
            ResultLine line = parse(JsonLines.parse(bytes), bytes);
            digest.update(bytes);
            return line;
        } catch (UnknownVersionException e) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "the result " + file + " " + e.getMessage(),
                    e.isOlder()
                            ? "install this version of pim-migrator on the host, and run it again"
                            : "install the version of pim-planner that the hosts have of pim-migrator",
                    e);
        } catch (LineException e) {
            throw refuse(e.getMessage(), e);
        } catch (IOException e) {
            throw refuse("it cannot be read", e);
        }
    }

    private ResultLine parse(Fields fields, byte[] bytes) throws LineException {
        ResultLine line =
                switch (fields.text("line")) {
                    case "start" -> start(fields);
                    case "target" ->
                        new ResultLine.Target(
                                fields.text("host"),
                                fields.text("stateDirectory"),
                                fields.text("step"),
                                fields.text("address"),
                                fields.text("product"),
                                fields.text("role"),
                                fields.text("instance"),
                                fields.number("holds"),
                                fields.number("planned"),
                                fields.numberOrNull("found"));
                    case "vm" ->
                        new ResultLine.VmResult(
                                fields.number("id"),
                                fields.choice("outcome", ResultLine.Outcome.class),
                                fields.textOrNull("providerId"),
                                fields.choiceOrNull("redis", ResultLine.State.class));
                    case "entity" ->
                        new ResultLine.EntityResult(
                                new EntityKey(kind(fields.text("kind")), fields.number("id")),
                                fields.choice("outcome", ResultLine.Outcome.class),
                                fields.textOrNull("providerId"));
                    case "change" ->
                        new ResultLine.ChangeResult(
                                fields.text("step"),
                                fields.text("entity"),
                                fields.number("vm"),
                                fields.choice("state", ResultLine.State.class));
                    case "finding" -> new ResultLine.Found(FindingFields.read(fields));
                    case "decided" ->
                        new ResultLine.Decided(
                                new EntityKey(kind(fields.textOrNull("kind")), fields.number("id")),
                                fields.choice("decision", ResultLine.Decision.class),
                                codes(fields),
                                fields.text("reason"));
                    case "end" -> end(fields, bytes);
                    default -> throw new LineException("it is of a kind that is not known");
                };
        fields.end();
        return line;
    }

    /** @param word null for a VM */
    private static EntityKind kind(String word) throws LineException {
        return word == null
                ? EntityKind.VM
                : EntityKind.of(word)
                        .orElseThrow(() -> new LineException("field kind is not a kind of entities that is known"));
    }

    /** Only errors are decided, so that the severity of one that is not known here is certain. */
    private static List<FindingKind> codes(Fields fields) throws LineException {
        List<FindingKind> codes = new ArrayList<>();
        for (String text : fields.texts("codes")) {
            codes.add(FindingCode.of(text)
                    .<FindingKind>map(code -> code)
                    .or(() -> OpaqueFinding.of(text, Severity.ERROR, ""))
                    .orElseThrow(() -> new LineException("field codes holds something that is not a finding code")));
        }
        return codes;
    }

    private ResultLine start(Fields fields) throws LineException {
        if (!fields.text("format").equals(FORMAT)) {
            throw new LineException("it is not a result");
        }
        int version = UnknownVersionException.require(OLDEST, VERSION, fields);
        ResultLine.Start begun = new ResultLine.Start(
                fields.parsed("datacenter", DatacenterId::parse, DatacenterId.WHAT),
                fields.textOrNull("datacenterName"),
                fields.uuid("plan"),
                fields.instant("planCreated"),
                fields.text("run"),
                fields.instant("started"),
                fields.choice("kind", ResultLine.Kind.class),
                fields.text("tool"));
        if (version > OLDEST) {
            hostKey = fields.text("hostKey");
        }
        return begun;
    }

    /** Digest and signature are the line's last fields; the digest covers all that stands before it. */
    private ResultLine.End end(Fields fields, byte[] bytes) throws LineException {
        String expected = fields.text("digest");
        String signature = hostKey == null ? null : fields.text("signature");
        String last =
                ",\"digest\":\"" + expected + (signature == null ? "" : "\",\"signature\":\"" + signature) + "\"}\n";
        digest.update(bytes, 0, Math.max(0, bytes.length - last.length()));
        byte[] found = digest.digest();
        if (!expected.equals(HexFormat.of().formatHex(found))) {
            throw new LineException("it or a line before it was changed after it was written");
        }
        if (signature != null && !Signatures.verify(SignedAs.RESULT, hostKey, found, signature)) {
            throw new LineException("the file is not signed with the key in its first line");
        }
        return new ResultLine.End(
                fields.instant("ended"),
                fields.number("exit", 0, 255),
                fields.numberMap("counts"),
                fields.numberOrNull("forecastSeconds"));
    }

    private ToolException refuse(String fault, Exception cause) {
        return new ToolException(
                ExitCode.INVALID_INPUT,
                "the result " + file + " is not valid at line " + lines.number() + ": " + fault,
                "copy the result again from its host",
                cause);
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw refuse("it cannot be closed", e);
        }
    }
}
