package org.pimtools.migrator.state;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.AtomicFile;
import org.pimtools.common.file.FileFailure;
import org.pimtools.common.json.JsonLines;
import org.pimtools.common.signature.Signatures;
import org.pimtools.common.signature.SignedAs;
import org.pimtools.common.signature.SigningKey;

/** Writes the state of a datacenter into one file, without any secret, for another host or for safe keeping. */
public final class StateExport {
    private final StateDirectory state;
    private final String tool;

    /** @param tool name and version of this tool */
    public StateExport(StateDirectory state, String tool) {
        this.state = state;
        this.tool = tool;
    }

    /**
     * What was written.
     *
     * @param files how many files of the state it holds
     * @param fingerprint of the host's key, which signed it
     */
    public record Exported(int files, String fingerprint) {}

    /**
     * Writes the file, whole or not at all, readable by its owner only, and signs it with this host's key.
     *
     * @throws ToolException when something is there already, when a run works on the datacenter, or when the state cannot be read
     */
    public Exported write(Path file) throws IOException {
        AtomicFile.requireNew(file);
        StateDirectory.Lock lock = state.lock();
        try {
            List<StateCopy.Entry> entries = entries();
            SigningKey key = state.hostKey(false);
            AtomicFile.writeNew(file, out -> write(out, entries, key));
            return new Exported(entries.size(), key.fingerprint());
        } finally {
            lock.close();
        }
    }

    private List<StateCopy.Entry> entries() throws IOException {
        Path directory = state.path();
        try (Stream<Path> files = Files.walk(directory, 3)) {
            List<StateCopy.Entry> entries = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                String path = directory.relativize(file).toString();
                if (StateCopy.belongs(path) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    entries.add(new StateCopy.Entry(
                            path,
                            Files.size(file),
                            Files.getLastModifiedTime(file).toInstant()));
                }
            }
            return entries;
        } catch (UncheckedIOException e) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "cannot read the state directory " + directory + ": " + FileFailure.reason(e.getCause()),
                    "run as the user who ran the migration",
                    e);
        }
    }

    private void write(OutputStream file, List<StateCopy.Entry> entries, SigningKey key) throws IOException {
        DigestOutputStream out = new DigestOutputStream(file, Signatures.sha256());
        JsonGenerator json = JsonLines.generator(out);
        json.writeStartObject();
        json.writeStringField("line", "state");
        json.writeStringField("format", StateCopy.FORMAT);
        json.writeNumberField("version", StateCopy.VERSION);
        json.writeStringField("datacenter", state.datacenter().toString());
        json.writeStringField("created", Instant.now().toString());
        json.writeStringField("tool", tool);
        json.writeStringField("hostKey", key.publicText());
        end(json);
        for (StateCopy.Entry entry : entries) {
            json.writeStartObject();
            json.writeStringField("line", "file");
            json.writeStringField("path", entry.path());
            json.writeNumberField("bytes", entry.bytes());
            json.writeStringField("modified", entry.modified().toString());
            end(json);
            content(entry, out);
        }
        byte[] digest = out.getMessageDigest().digest();
        json.writeStartObject();
        json.writeStringField("line", "end");
        json.writeNumberField("files", entries.size());
        json.writeStringField("digest", HexFormat.of().formatHex(digest));
        json.writeStringField("signature", key.sign(SignedAs.STATE, digest));
        end(json);
    }

    private void content(StateCopy.Entry entry, OutputStream out) throws IOException {
        try (InputStream in = Files.newInputStream(state.path().resolve(entry.path()))) {
            long copied = in.transferTo(out);
            if (copied != entry.bytes()) {
                throw new IOException("the state changed while it was copied: " + entry.path());
            }
        }
    }

    private static void end(JsonGenerator json) throws IOException {
        json.writeEndObject();
        json.writeRaw('\n');
        json.flush();
    }
}
