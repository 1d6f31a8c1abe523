package org.pimtools.migrator.state;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.pimtools.common.datacenter.DatacenterFiles;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.FileFailure;
import org.pimtools.common.file.PrivateFiles;
import org.pimtools.common.json.Fields;
import org.pimtools.common.json.JsonLines;
import org.pimtools.common.json.LineException;
import org.pimtools.common.json.UnknownVersionException;
import org.pimtools.common.signature.Signatures;
import org.pimtools.common.signature.SignedAs;

/**
 * Takes over the state of a datacenter from a file that {@link StateExport} wrote. Everything is unpacked beside the state, checked, made
 * durable and only then given its name, so that a state is there whole or not at all; one that has something in it is never touched.
 */
public final class StateImport {
    private static final String UNPACKED = ".importing-";
    private static final int LONGEST_LINE = 64 * 1024;

    private final Path base;
    private final Optional<DatacenterId> expected;
    private final Optional<String> believed;
    private final UnaryOperator<String> again;

    /**
     * Prepares one import.
     *
     * @param base the directory of all datacenters
     * @param expected the datacenter of this host, when it is known
     * @param believed the fingerprint of the key that may have signed the file, which the operator compared
     * @param again the command line that believes a fingerprint, for a suggestion
     */
    public StateImport(
            Path base, Optional<DatacenterId> expected, Optional<String> believed, UnaryOperator<String> again) {
        this.base = base;
        this.expected = expected;
        this.believed = believed;
        this.again = again;
    }

    /**
     * Takes the file over.
     *
     * @return the state that is there now
     * @throws ToolException when the file is damaged, holds what no state has, is another datacenter's or signed with another key
     *     than the believed one, and when there is a state already; nothing was changed then
     */
    public StateDirectory read(Path file) {
        if (Files.isDirectory(file)) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    file + " is a directory",
                    "give the file that pim-migrator state export wrote");
        }
        try (DigestInputStream in = new DigestInputStream(
                new BufferedInputStream(Files.newInputStream(file), 1 << 16), Signatures.sha256())) {
            return read(file, in);
        } catch (NoSuchFileException e) {
            throw new ToolException(ExitCode.INVALID_INPUT, "there is no file " + file, "check the path", e);
        } catch (UnknownVersionException e) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "the state " + file + " " + e.getMessage(),
                    "install the version of pim-migrator that wrote it",
                    e);
        } catch (LineException e) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "the state " + file + " is not valid: " + e.getMessage(),
                    "copy it again from its host, or export it again",
                    e);
        } catch (IOException e) {
            throw new ToolException(
                    ExitCode.FAILED,
                    "cannot take over the state " + file + ": " + FileFailure.reason(e),
                    "make room, or check the rights of the file and of " + base + "; nothing was taken over",
                    e);
        }
    }

    private StateDirectory read(Path file, DigestInputStream in) throws IOException, LineException {
        Header header = header(in);
        DatacenterId datacenter = header.datacenter();
        if (expected.isPresent() && !expected.get().equals(datacenter)) {
            throw new ToolException(
                    ExitCode.UNSAFE,
                    "the state " + file + " is of datacenter " + datacenter + ", and this host serves "
                            + expected.get(),
                    "take it to a host of its datacenter, or name that one with --datacenter");
        }
        StateDirectory target = new StateDirectory(base, datacenter);
        requireEmpty(target.path());
        requireBelieved(file, Signatures.fingerprint(header.hostKey()));
        PrivateFiles.directories(base);
        StateDirectory.requireOwn(base);
        Path place = base.resolve(UNPACKED + DatacenterFiles.directory(datacenter));
        delete(place);
        try {
            StateDirectory unpacked = new StateDirectory(place, datacenter);
            PrivateFiles.directories(unpacked.path());
            unpack(unpacked.path(), header.hostKey(), in);
            moved(unpacked, target.path());
            Status.of(unpacked);
            sync(unpacked.path());
            move(unpacked.path(), target.path());
            return target;
        } finally {
            delete(place);
        }
    }

    private static Header header(InputStream in) throws IOException, LineException {
        Fields fields = JsonLines.parse(line(in));
        if (!fields.text("line").equals("state") || !fields.text("format").equals(StateCopy.FORMAT)) {
            throw new LineException("it is no state of pim-migrator");
        }
        UnknownVersionException.require(StateCopy.VERSION, fields);
        DatacenterId datacenter = fields.parsed("datacenter", DatacenterId::parse, DatacenterId.WHAT);
        fields.instant("created");
        fields.text("tool");
        String hostKey = fields.text("hostKey");
        fields.end();
        return new Header(datacenter, hostKey);
    }

    private void requireBelieved(Path file, String fingerprint) {
        if (believed.isEmpty() || !believed.get().equals(fingerprint)) {
            throw new ToolException(
                    ExitCode.UNSAFE,
                    "the state " + file + " is signed with " + fingerprint
                            + believed.map(other -> ", not with " + other).orElse(", which this host does not know"),
                    "compare it with what pim-planner overview, and state export on the host that wrote it, show; only if it is"
                            + " the same, run: " + again.apply(fingerprint));
        }
    }

    /**
     * The first line.
     *
     * @param hostKey the public key that the file claims to be signed with
     */
    private record Header(DatacenterId datacenter, String hostKey) {}

    private static void unpack(Path directory, String hostKey, DigestInputStream in) throws IOException, LineException {
        Set<String> seen = new HashSet<>();
        while (true) {
            byte[] before = copyOfDigest(in);
            Fields fields = JsonLines.parse(line(in));
            String kind = fields.text("line");
            if (kind.equals("end")) {
                requireWhole(fields, seen.size(), before, hostKey);
                if (in.read() >= 0) {
                    throw new LineException("something stands after its end");
                }
                return;
            }
            if (!kind.equals("file")) {
                throw new LineException("it has a line of a kind that is not known");
            }
            StateCopy.Entry entry = entry(fields);
            if (!seen.add(entry.path()) || seen.size() > StateCopy.MOST_FILES) {
                throw new LineException("it has a file twice, or too many");
            }
            unpack(directory.resolve(entry.path()), entry, in);
        }
    }

    private static StateCopy.Entry entry(Fields fields) throws LineException {
        String path = fields.text("path");
        if (!StateCopy.belongs(path)) {
            throw new LineException("it has a file that no state has");
        }
        StateCopy.Entry entry = new StateCopy.Entry(path, fields.number("bytes"), fields.instant("modified"));
        fields.end();
        if (entry.bytes() < 0) {
            throw new LineException("field bytes is negative");
        }
        return entry;
    }

    private static void requireWhole(Fields end, int files, byte[] digest, String hostKey) throws LineException {
        boolean whole = end.number("files") == files
                & end.text("digest").equals(HexFormat.of().formatHex(digest));
        boolean signed = Signatures.verify(SignedAs.STATE, hostKey, digest, end.text("signature"));
        end.end();
        if (!whole) {
            throw new LineException("it was changed after it was written");
        }
        if (!signed) {
            throw new LineException("its signature is wrong");
        }
    }

    private static byte[] copyOfDigest(DigestInputStream in) {
        try {
            return ((MessageDigest) in.getMessageDigest().clone()).digest();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void unpack(Path file, StateCopy.Entry entry, InputStream in) throws IOException, LineException {
        PrivateFiles.directories(file.getParent());
        byte[] buffer = new byte[1 << 16];
        try (FileChannel channel = PrivateFiles.channel(file)) {
            OutputStream out = Channels.newOutputStream(channel);
            for (long left = entry.bytes(); left > 0; ) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    throw new LineException("it is cut off");
                }
                out.write(buffer, 0, read);
                left -= read;
            }
            channel.force(true);
        }
        Files.setLastModifiedTime(file, FileTime.from(entry.modified()));
    }

    /** The SQL files of the last migration are where this state is, not where it was. */
    private static void moved(StateDirectory unpacked, Path target) throws IOException {
        Optional<Finished> finished = Finished.read(unpacked.finished());
        if (finished.isPresent()) {
            FileTime modified = Files.getLastModifiedTime(unpacked.finished());
            finished.get().below(target.toAbsolutePath().normalize()).write(unpacked.finished());
            Files.setLastModifiedTime(unpacked.finished(), modified);
        }
    }

    private static byte[] line(InputStream in) throws IOException, LineException {
        byte[] line = new byte[LONGEST_LINE];
        for (int length = 0; length < line.length; length++) {
            int next = in.read();
            if (next < 0) {
                throw new LineException("it is cut off");
            }
            line[length] = (byte) next;
            if (next == '\n') {
                return Arrays.copyOf(line, length + 1);
            }
        }
        throw new LineException("a line is too long");
    }

    private static void requireEmpty(Path directory) throws IOException {
        if (Files.notExists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> there = Files.list(directory)) {
            if (there.findAny().isPresent()) {
                throw taken(directory);
            }
        }
    }

    private static ToolException taken(Path directory) {
        return new ToolException(
                ExitCode.UNSAFE,
                "the state directory " + directory + " has something in it",
                "a state is never overwritten: move it away if it is not needed, then import again");
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (DirectoryNotEmptyException | FileAlreadyExistsException e) {
            throw taken(to);
        }
        force(to.toAbsolutePath().getParent());
    }

    private static void sync(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.filter(Files::isDirectory).toList()) {
                force(each);
            }
        }
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void delete(Path place) throws IOException {
        if (Files.notExists(place, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> all = Files.walk(place)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
