package org.pimtools.common.result;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
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

/** Reads a result file line by line; every fault is a {@link ToolException} that names the line. */
public final class ResultReader implements Closeable {
    static final String FORMAT = "pim-result";
    static final int VERSION = 2;

    private final Path file;
    private final LineReader lines;
    private final ResultLine.Start start;
    private final MessageDigest digest = sha256();
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

    /** The next line after the start, or null after the end line. */
    public ResultLine next() {
        ResultLine line = read();
        if (line == null && !ended) {
            throw refuse("the file is cut off", null);
        }
        if (line != null && ended || line instanceof ResultLine.Start) {
            throw refuse("the line cannot stand here", null);
        }
        ended |= line instanceof ResultLine.End;
        return line;
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

    private static ResultLine start(Fields fields) throws LineException {
        if (!fields.text("format").equals(FORMAT)) {
            throw new LineException("it is not a result");
        }
        UnknownVersionException.require(VERSION, fields);
        return new ResultLine.Start(
                fields.parsed("datacenter", DatacenterId::parse, DatacenterId.WHAT),
                fields.textOrNull("datacenterName"),
                fields.uuid("plan"),
                fields.instant("planCreated"),
                fields.text("run"),
                fields.instant("started"),
                fields.choice("kind", ResultLine.Kind.class),
                fields.text("tool"));
    }

    /** The digest is the line's last field, and covers all that stands before it. */
    private ResultLine.End end(Fields fields, byte[] bytes) throws LineException {
        String expected = fields.text("digest");
        int last = bytes.length - ",\"digest\":\"\"}\n".length() - expected.length();
        digest.update(bytes, 0, Math.max(0, last));
        if (!expected.equals(HexFormat.of().formatHex(digest.digest()))) {
            throw new LineException("it or a line before it was changed after it was written");
        }
        return new ResultLine.End(
                fields.instant("ended"),
                fields.number("exit", 0, 255),
                fields.numberMap("counts"),
                fields.numberOrNull("forecastSeconds"));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
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
