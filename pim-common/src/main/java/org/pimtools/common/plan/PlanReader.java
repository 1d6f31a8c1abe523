package org.pimtools.common.plan;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipException;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.FileFailure;
import org.pimtools.common.json.LineException;
import org.pimtools.common.json.LineReader;
import org.pimtools.common.json.UnknownVersionException;
import org.pimtools.common.signature.Signatures;
import org.pimtools.common.signature.SignedAs;

/**
 * Reads a plan, plain or gzip, line by line in constant memory, and verifies order, counts, digests and signatures on the way.
 * <b>A line is proven only when its section's end was returned</b>: nothing may be done with it before. Every fault is a
 * {@link ToolException} with {@link ExitCode#INVALID_INPUT} that names the line.
 */
public final class PlanReader implements Closeable {
    private static final String HINT = "copy the plan again, or make a new one with pim-planner plan";

    private final Path file;
    private final LineReader lines;
    private final boolean oneSection;
    private final PlanLine.Header header;
    private final byte[] headerBytes;
    private final MessageDigest headerDigest;
    private final MessageDigest footerDigest;
    private final Map<LineKind, Long> counts = new EnumMap<>(LineKind.class);
    private final List<DatacenterId> datacenters = new ArrayList<>();
    private MessageDigest section;
    private LineKind last = LineKind.HEADER;
    private byte[] bytes;

    private PlanReader(Path file, LineReader lines, boolean oneSection) throws IOException {
        this.file = file;
        this.lines = lines;
        this.oneSection = oneSection;
        if (!(first() instanceof PlanLine.Header read)) {
            throw refuse("it does not begin with a plan's header", null);
        }
        this.header = read;
        this.headerBytes = bytes;
        this.headerDigest = Signatures.sha256();
        headerDigest.update(bytes);
        this.footerDigest = copy(headerDigest);
    }

    /** Opens a whole plan, which must end with its footer, and reads its header. */
    public static PlanReader open(Path file) {
        return open(file, false);
    }

    /** Opens a file that holds the header and exactly one section, as a host keeps it. */
    public static PlanReader openSection(Path file) {
        return open(file, true);
    }

    private static PlanReader open(Path file, boolean oneSection) {
        InputStream in = null;
        if (Files.isDirectory(file)) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT, file + " is a directory", "give the path of the plan itself");
        }
        try {
            in = new BufferedInputStream(Files.newInputStream(file));
            in.mark(2);
            boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
            in.reset();
            return new PlanReader(
                    file, new LineReader(gzip ? new UnpackedPlan(file, in, Files.size(file)) : in), oneSection);
        } catch (NoSuchFileException e) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT, "there is no plan " + file, "check the path of the plan", e);
        } catch (IOException e) {
            close(in);
            throw unreadable(file, e);
        } catch (RuntimeException e) {
            close(in);
            throw e;
        }
    }

    public PlanLine.Header header() {
        return header;
    }

    /** The header line as it stands in the file, with its newline. */
    public byte[] headerBytes() {
        return headerBytes.clone();
    }

    /** The line that {@link #next()} returned last, as it stands in the file, with its newline. */
    public byte[] lineBytes() {
        return bytes.clone();
    }

    /** The next line after the header, or null at the end of a complete plan. */
    public PlanLine next() {
        try {
            return advance();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private PlanLine advance() throws IOException {
        PlanLine line = read();
        if (line == null) {
            if (last == LineKind.FOOTER || oneSection && last == LineKind.SECTION_END) {
                return null;
            }
            throw refuse("the plan is cut off", null);
        }
        LineKind kind = LineKind.of(line);
        if (!mayFollow(kind)) {
            throw refuse("a " + kind.label() + " line cannot stand here", null);
        }
        if (line instanceof PlanLine.SectionStart start) {
            startSection(start);
        } else if (line instanceof PlanLine.SectionEnd end) {
            endSection(end);
        } else if (line instanceof PlanLine.Footer footer) {
            verifyFooter(footer);
        } else {
            section.update(bytes);
            counts.merge(kind, 1L, Long::sum);
        }
        last = kind;
        return line;
    }

    private boolean mayFollow(LineKind kind) {
        boolean inSection = last == LineKind.SECTION || last.isContent();
        return switch (kind) {
            case HEADER -> false;
            case SECTION -> last == LineKind.HEADER || last == LineKind.SECTION_END && !oneSection;
            case ENDPOINT, MACHINE, VM, BACKUP_JOB, FIREWALL, LOAD_BALANCER, REFERENCE, FINDING ->
                inSection && header.version() >= kind.since() && last.compareTo(kind) <= 0;
            case SECTION_END -> inSection;
            case FOOTER -> !oneSection && (last == LineKind.HEADER || last == LineKind.SECTION_END);
        };
    }

    private void startSection(PlanLine.SectionStart start) {
        if (datacenters.contains(start.datacenter())) {
            throw refuse("the datacenter has a section already", null);
        }
        datacenters.add(start.datacenter());
        counts.clear();
        section = copy(headerDigest);
        section.update(bytes);
    }

    private void endSection(PlanLine.SectionEnd end) {
        byte[] digest = section.digest();
        footerDigest.update(digest);
        Map<String, Long> labelled = new TreeMap<>();
        counts.forEach((kind, count) -> labelled.put(kind.label(), count));
        if (!end.datacenter().equals(datacenters.get(datacenters.size() - 1))) {
            throw refuse("the section ends under another datacenter", null);
        }
        if (!HexFormat.of().formatHex(digest).equals(end.digest()) || !labelled.equals(end.counts())) {
            throw refuse("the section of datacenter " + end.datacenter() + " was changed after it was written", null);
        }
        if (!Signatures.verify(SignedAs.PLAN, header.plannerKey(), digest, end.signature())) {
            throw refuse(
                    "the section of datacenter " + end.datacenter() + " is not signed by the plan's planner", null);
        }
    }

    private void verifyFooter(PlanLine.Footer footer) {
        byte[] digest = footerDigest.digest();
        if (!footer.datacenters().equals(datacenters)
                || !HexFormat.of().formatHex(digest).equals(footer.digest())) {
            throw refuse("a section is missing, moved or added", null);
        }
        if (!Signatures.verify(SignedAs.PLAN, header.plannerKey(), digest, footer.signature())) {
            throw refuse("the plan is not signed by its planner", null);
        }
    }

    private PlanLine first() throws IOException {
        try {
            bytes = lines.next();
            return bytes == null ? null : PlanLineParser.parse(bytes);
        } catch (UnknownVersionException e) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "the plan " + file + " " + e.getMessage(),
                    e.isOlder()
                            ? "plan again with this version of pim-planner"
                            : "install the version that made the plan on this host, or plan again with this version",
                    e);
        } catch (LineException e) {
            throw refuse("it does not begin with a plan's header: " + e.getMessage(), e);
        }
    }

    private PlanLine read() throws IOException {
        try {
            bytes = lines.next();
            return bytes == null ? null : PlanLineParser.parse(bytes);
        } catch (LineException e) {
            throw refuse(e.getMessage(), e);
        }
    }

    private ToolException refuse(String fault, Exception cause) {
        return new ToolException(
                ExitCode.INVALID_INPUT,
                "the plan " + file + " is not valid at line " + lines.number() + ": " + fault,
                HINT,
                cause);
    }

    private static ToolException unreadable(Path file, IOException e) {
        String why = e instanceof ZipException || e instanceof java.io.EOFException
                ? "its compressed form is damaged"
                : FileFailure.reason(e);
        return new ToolException(ExitCode.INVALID_INPUT, "cannot read the plan " + file + ": " + why, HINT, e);
    }

    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void close(InputStream in) {
        if (in != null) {
            try {
                in.close();
            } catch (IOException e) {
                return;
            }
        }
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }
}
