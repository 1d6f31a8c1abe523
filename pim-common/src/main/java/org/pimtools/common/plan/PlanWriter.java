package org.pimtools.common.plan;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.json.JsonLines;
import org.pimtools.common.signature.Signatures;

/**
 * Writes a plan in one pass and constant memory, and computes counts, digests and signatures itself. The calls follow the
 * format: the header at construction, then per datacenter {@link #startSection}, {@link #write} and {@link #endSection}, and
 * {@link #finish()} at the end.
 */
public final class PlanWriter implements Closeable {
    private static final int BUFFER = 256 * 1024;

    private final PlannerKey key;
    private final int version;
    private final OutputStream file;
    private final DigestOutputStream out;
    private final JsonGenerator json;
    private final PlanLineWriter lines;
    private final MessageDigest headerDigest;
    private final MessageDigest footerDigest;
    private final List<DatacenterId> datacenters = new ArrayList<>();
    private final Map<LineKind, Long> counts = new TreeMap<>();
    private LineKind last = LineKind.HEADER;

    /**
     * Writes the header.
     *
     * @param header its planner key must be {@code key}'s
     * @param gzip whether the file is compressed
     */
    public PlanWriter(OutputStream file, boolean gzip, PlanLine.Header header, PlannerKey key) throws IOException {
        if (!header.plannerKey().equals(key.publicText())) {
            throw new IllegalArgumentException("the header names another key");
        }
        this.key = key;
        this.version = header.version();
        this.file = gzip ? new GZIPOutputStream(file, BUFFER) : new BufferedOutputStream(file, BUFFER);
        this.out = new DigestOutputStream(this.file, Signatures.sha256());
        this.json = JsonLines.generator(out);
        this.lines = new PlanLineWriter(json);
        put(header);
        json.flush();
        this.headerDigest = out.getMessageDigest();
        this.footerDigest = copy(headerDigest);
    }

    /** Opens the section of a datacenter. */
    public void startSection(PlanLine.SectionStart start) throws IOException {
        require(last == LineKind.HEADER || last == LineKind.SECTION_END);
        json.flush();
        out.setMessageDigest(copy(headerDigest));
        datacenters.add(start.datacenter());
        counts.clear();
        put(start);
    }

    /** Writes a line of the open section; the kinds come in the order of the format, findings last. */
    public void write(PlanLine line) throws IOException {
        LineKind kind = LineKind.of(line);
        require(kind.isContent()
                && version >= kind.since()
                && last.compareTo(LineKind.SECTION) >= 0
                && last.compareTo(kind) <= 0);
        counts.merge(kind, 1L, Long::sum);
        put(line);
    }

    /** Closes the open section with its counts, digest and signature. */
    public void endSection() throws IOException {
        require(last == LineKind.SECTION || last.isContent());
        json.flush();
        byte[] digest = out.getMessageDigest().digest();
        footerDigest.update(digest);
        Map<String, Long> labelled = new TreeMap<>();
        counts.forEach((kind, count) -> labelled.put(kind.label(), count));
        put(new PlanLine.SectionEnd(
                datacenters.get(datacenters.size() - 1),
                labelled,
                HexFormat.of().formatHex(digest),
                key.sign(digest)));
    }

    /** Writes the footer and all that is buffered; without it the plan is refused. */
    public void finish() throws IOException {
        require(last == LineKind.HEADER || last == LineKind.SECTION_END);
        byte[] digest = footerDigest.digest();
        put(new PlanLine.Footer(datacenters, HexFormat.of().formatHex(digest), key.sign(digest)));
        json.flush();
        if (file instanceof GZIPOutputStream compressed) {
            compressed.finish();
        }
        file.flush();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private void put(PlanLine line) throws IOException {
        lines.write(line);
        json.writeRaw('\n');
        last = LineKind.of(line);
    }

    private static void require(boolean inOrder) {
        if (!inOrder) {
            throw new IllegalStateException("the lines of a plan have an order");
        }
    }

    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }
}
