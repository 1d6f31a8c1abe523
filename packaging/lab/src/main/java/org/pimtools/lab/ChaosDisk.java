package org.pimtools.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What of a run's files would not outlive a loss of power, as the lines of {@code strace -f -y -s 0} of that run show it: bytes behind
 * the last sync of a file, and names behind the last sync of their folder. A sync that {@code strace} only pretended is none.
 */
final class ChaosDisk {
    /** The calls that must be traced. */
    static final List<String> CALLS =
            List.of("openat", "write", "pwrite64", "writev", "fdatasync", "fsync", "rename", "link", "ftruncate");

    private static final int PAGE = 4096;
    private static final Pattern LINE = Pattern.compile("(\\d+) +(.*)");
    private static final Pattern UNFINISHED = Pattern.compile("(.*) <unfinished \\.\\.\\.>");
    private static final Pattern RESUMED = Pattern.compile("<\\.\\.\\. \\w+ resumed>(.*)");
    private static final Pattern WRITE = Pattern.compile("(write|writev|pwrite64)\\(\\d+<(/[^>]*)>.* = (\\d+)");
    private static final Pattern SYNC = Pattern.compile("f(?:data)?sync\\(\\d+<(/[^>]*)>\\) += 0");
    private static final Pattern OPEN = Pattern.compile("openat\\([^\"]*\"([^\"]*)\", ([A-Z_|]+).*\\) += \\d+.*");
    private static final Pattern NAME = Pattern.compile("(rename|link)\\(\"([^\"]*)\", \"([^\"]*)\"\\) += 0");

    private final Path root;
    private final Path directory;
    private final Set<Path> before;
    private final Map<Path, Long> tails = new TreeMap<>();
    private final Set<Path> names = new TreeSet<>();

    /**
     * Takes what there is before a run as safely on the disk.
     *
     * @param root the folder whose files count
     * @param directory where the run works
     */
    ChaosDisk(Path root, Path directory) {
        this.root = root.toAbsolutePath();
        this.directory = directory.toAbsolutePath();
        try (Stream<Path> files = Files.exists(root) ? Files.walk(this.root) : Stream.of()) {
            before = new HashSet<>(files.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads what the run did. */
    void read(Path trace) {
        Map<String, String> unfinished = new HashMap<>();
        try (Stream<String> lines = Files.lines(trace, StandardCharsets.ISO_8859_1)) {
            lines.map(LINE::matcher)
                    .filter(Matcher::matches)
                    .forEach(line -> whole(line.group(1), line.group(2), unfinished));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void whole(String thread, String text, Map<String, String> unfinished) {
        Matcher begun = UNFINISHED.matcher(text);
        Matcher resumed = RESUMED.matcher(text);
        if (begun.matches()) {
            unfinished.put(thread, begun.group(1));
        } else if (resumed.matches()) {
            call(unfinished.getOrDefault(thread, "") + resumed.group(1));
        } else {
            call(text);
        }
    }

    private void call(String text) {
        Matcher call = WRITE.matcher(text);
        if (call.matches()) {
            Path file = file(call.group(2));
            // what is written in place has one page: it is there or it is not
            if (!call.group(1).equals("pwrite64")) {
                tails.merge(file, Long.valueOf(call.group(3)), Long::sum);
            }
        } else if ((call = SYNC.matcher(text)).matches()) {
            Path file = file(call.group(1));
            tails.remove(file);
            names.removeIf(name -> file.equals(name.getParent()));
        } else if ((call = OPEN.matcher(text)).matches()) {
            if (call.group(2).contains("O_CREAT")) {
                named(file(call.group(1)));
            }
        } else if ((call = NAME.matcher(text)).matches()) {
            moved(file(call.group(2)), file(call.group(3)), call.group(1).equals("rename"));
        }
    }

    private void moved(Path from, Path to, boolean leavesNothing) {
        Long tail = leavesNothing ? tails.remove(from) : tails.get(from);
        tails.remove(to);
        if (tail != null) {
            tails.put(to, tail);
        }
        if (leavesNothing) {
            names.remove(from);
        }
        named(to);
    }

    private void named(Path file) {
        if (file.startsWith(root) && !before.contains(file)) {
            names.add(file);
        }
    }

    private Path file(String name) {
        return directory.resolve(name).normalize();
    }

    /** The files of which something would be lost, with what. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        there(tails.keySet()).forEach(file -> lines.add(file.getFileName() + " " + tails.get(file) + " bytes"));
        there(names).forEach(file -> lines.add(file.getFileName() + " its name"));
        return lines;
    }

    private List<Path> there(Set<Path> files) {
        return files.stream()
                .filter(file -> file.startsWith(root) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    /** Loses it: of each file's bytes some are cut off and a page may be zeros, and of the names each with the chance of a half. */
    void lose(Random random) {
        try {
            for (Path file : there(tails.keySet())) {
                tear(file, tails.get(file), random);
            }
            for (Path file : there(names)) {
                if (random.nextBoolean()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void tear(Path name, long tail, Random random) throws IOException {
        try (FileChannel file = FileChannel.open(name, StandardOpenOption.WRITE)) {
            long synced = Math.max(0, file.size() - tail);
            long kept = synced + (long) ((file.size() - synced) * random.nextDouble());
            file.truncate(kept);
            long hole = synced + (long) ((kept - synced) * random.nextDouble());
            if (random.nextBoolean()) {
                file.write(ByteBuffer.allocate((int) Math.min(PAGE, kept - hole)), hole);
            }
        }
    }
}
