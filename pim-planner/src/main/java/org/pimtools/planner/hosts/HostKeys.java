package org.pimtools.planner.hosts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pimtools.common.datacenter.DatacenterFiles;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.AtomicFile;
import org.pimtools.common.file.FileFailure;
import org.pimtools.common.file.PrivateFiles;
import org.pimtools.common.signature.Signatures;

/**
 * Which key the host of each datacenter signs with: the one that signed the first dry run, or one that the operator named. Remembered in
 * a folder, a file for each datacenter that holds the public key; a key belongs to one datacenter only.
 */
public final class HostKeys {
    private static final String ENDING = ".key";

    private final Path folder;
    private final Set<String> named;
    private final Function<List<String>, String> again;
    private final Map<DatacenterId, String> known;
    private final SeenFiles seen;
    private final Set<DatacenterId> remembered = new HashSet<>();

    /**
     * Reads what is remembered; makes nothing.
     *
     * @param named fingerprints that the operator compared
     * @param again the command line with these options added, for a suggestion
     * @throws ToolException when the folder cannot be read
     */
    public HostKeys(Path folder, Collection<String> named, Function<List<String>, String> again) {
        this.folder = folder;
        this.named = Set.copyOf(named);
        this.again = again;
        this.known = read(folder);
        this.seen = new SeenFiles(folder);
    }

    private static Map<DatacenterId, String> read(Path folder) {
        Map<DatacenterId, String> keys = new TreeMap<>();
        if (Files.notExists(folder)) {
            return keys;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Optional<DatacenterId> datacenter =
                        datacenter(file.getFileName().toString());
                if (datacenter.isPresent()) {
                    keys.put(
                            datacenter.get(),
                            Files.readString(file, StandardCharsets.ISO_8859_1).strip());
                }
            }
            return keys;
        } catch (IOException e) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "cannot read the keys of the hosts in " + folder + ": " + FileFailure.reason(e),
                    "run as its owner, or name another place with --state-dir",
                    e);
        }
    }

    private static Optional<DatacenterId> datacenter(String name) {
        return name.endsWith(ENDING)
                ? DatacenterFiles.ofDirectory(name.substring(0, name.length() - ENDING.length()))
                : Optional.empty();
    }

    /** Whether something is remembered of the datacenter's host. */
    public boolean knows(DatacenterId datacenter) {
        return known.containsKey(datacenter);
    }

    /** Whether the key of the datacenter's host was remembered by this very call. */
    public boolean isNew(DatacenterId datacenter) {
        return remembered.contains(datacenter);
    }

    /** Remembers the key of a host that was not known, unless it is another one's. */
    public void learn(DatacenterId datacenter, String key) {
        if (!known.containsValue(key)) {
            remember(datacenter, key);
        }
    }

    private void remember(DatacenterId datacenter, String key) {
        Path file = folder.resolve(DatacenterFiles.directory(datacenter) + ENDING);
        try {
            PrivateFiles.directories(folder);
            AtomicFile.write(file, (key + "\n").getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "cannot remember the host's key in " + file + ": " + FileFailure.reason(e),
                    "run as a user who may write there, or name another place with --state-dir",
                    e);
        }
        known.put(datacenter, key);
        remembered.add(datacenter);
    }

    /**
     * Why the file is not believed, if it is not: it goes after the file's name. Its signature is not looked at here.
     *
     * @return empty for the known key and for a named one
     */
    public Optional<String> doubt(SignedFile file) {
        if (file.key().isEmpty()) {
            return Optional.of("is not signed: install this version of pim-migrator on the host of " + file.title()
                    + ", and run it again");
        }
        String key = file.key().get();
        String fingerprint = Signatures.fingerprint(key);
        Optional<DatacenterId> other = known.entrySet().stream()
                .filter(entry -> entry.getValue().equals(key) && !entry.getKey().equals(file.datacenter()))
                .map(Map.Entry::getKey)
                .findFirst();
        if (other.isPresent()) {
            return Optional.of(
                    "of " + file.title() + " is signed with the key of the host of datacenter " + other.get());
        }
        String expected = known.get(file.datacenter());
        if (key.equals(expected) || named.contains(fingerprint)) {
            return Optional.empty();
        }
        return Optional.of(
                expected == null
                        ? "is signed with " + fingerprint + ", and no dry run of " + file.title()
                                + " told its host's key"
                        : "is signed with " + fingerprint + ", not with " + Signatures.fingerprint(expected)
                                + " as the dry run of " + file.title() + " was");
    }

    /**
     * Refuses files that are not believed, all of them in one message.
     *
     * @throws ToolException with {@link ExitCode#UNSAFE}
     */
    public void require(List<SignedFile> files) {
        Map<SignedFile, String> doubts = new LinkedHashMap<>();
        files.forEach(file -> doubt(file).ifPresent(why -> doubts.put(file, why)));
        if (doubts.isEmpty()) {
            return;
        }
        Set<String> fingerprints = doubts.keySet().stream()
                .flatMap(file -> file.key().stream())
                .filter(key -> !known.containsValue(key))
                .map(Signatures::fingerprint)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        throw new ToolException(
                ExitCode.UNSAFE,
                doubts.entrySet().stream()
                        .map(doubt -> doubt.getKey().path() + " " + doubt.getValue())
                        .collect(Collectors.joining("; ")),
                fingerprints.isEmpty() ? "take the files from their hosts again" : accept(fingerprints));
    }

    private String accept(Set<String> fingerprints) {
        List<String> options = fingerprints.stream()
                .flatMap(fingerprint -> Stream.of("--host-key", fingerprint))
                .toList();
        return "give the results of the dry runs to pim-planner overview, which remembers who signed them; or compare with what"
                + " pim-migrator status shows on each host, and only if it is the same, run: " + again.apply(options);
    }

    /** Why the file must not be taken although its key is believed, if a later one was seen before: it goes after the file's name. */
    public Optional<String> superseded(SignedFile file) {
        return seen.newer(file);
    }

    /**
     * Refuses files in whose place a later one was seen.
     *
     * @throws ToolException with {@link ExitCode#INVALID_INPUT}
     */
    public void requireNewest(List<SignedFile> files) {
        String superseded = files.stream()
                .flatMap(file -> superseded(file).map(why -> file.path() + " " + why).stream())
                .collect(Collectors.joining("; "));
        if (!superseded.isEmpty()) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    superseded,
                    "take the newest files of the host; pim-migrator status says there what is newest, pim-migrator sql and"
                            + " rollback write SQL files again");
        }
    }

    /**
     * Remembers a file that was verified to its end as seen, and its key if that was named.
     *
     * @throws ToolException when the key is another datacenter's by now
     */
    public void confirm(SignedFile file) {
        require(List.of(file));
        String key = file.key().orElseThrow();
        if (!key.equals(known.get(file.datacenter()))) {
            remember(file.datacenter(), key);
        }
        seen.remember(file);
    }
}
