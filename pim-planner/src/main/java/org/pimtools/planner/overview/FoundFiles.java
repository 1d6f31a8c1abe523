package org.pimtools.planner.overview;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Pattern;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.FileFailure;

/**
 * The files of a directory and the directories below it, by what they begin with. What is no result and no SQL file is not opened
 * further; links are not followed.
 */
final class FoundFiles {
    private static final int DEEPEST = 12;
    private static final int MOST = 100_000;
    private static final Pattern RESULT_NAME = Pattern.compile("(?i).*(result|verified)[^/]*\\.jsonl(\\.part)?");
    private static final Pattern SQL_NAME = Pattern.compile("(?i).*(update|rollback)\\.sql(\\.part)?");
    private static final Pattern OTHERS_OF_A_HOST = Pattern.compile(
            "(section|work|journal|resolved)\\.jsonl|journal\\.jsonl\\.synced|plan\\.path"
                    + "|report\\.(json|html)|decisions.*\\.yaml|finished\\.json|refused-logins\\.json|(planner|host|rehearsal)\\.key|.*\\.identity|lock");

    final List<Path> results = new ArrayList<>();
    final List<Path> sql = new ArrayList<>();
    final List<RefusedFile> refused = new ArrayList<>();
    final List<Path> foreign = new ArrayList<>();

    private final Path directory;
    private int seen;

    private FoundFiles(Path directory) {
        this.directory = directory;
    }

    /** @throws ToolException when it is no directory that can be read, or holds too much */
    static FoundFiles in(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    Files.exists(directory) ? directory + " is no directory" : "there is no directory " + directory,
                    "give the directory into which the hosts' files were copied");
        }
        FoundFiles found = new FoundFiles(directory);
        try {
            Files.walkFileTree(directory, EnumSet.noneOf(FileVisitOption.class), DEEPEST, found.visitor());
        } catch (IOException e) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "cannot read " + directory + ": " + FileFailure.reason(e),
                    "check the directory and its rights",
                    e);
        }
        for (List<Path> list : List.of(found.results, found.sql, found.foreign)) {
            list.sort(null);
        }
        return found;
    }

    private SimpleFileVisitor<Path> visitor() {
        return new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (++seen > MOST) {
                    throw new ToolException(
                            ExitCode.INVALID_INPUT,
                            "there are more than " + MOST + " files in " + directory,
                            "give a directory that holds the hosts' files only");
                }
                if (attributes.isRegularFile()) {
                    sort(file);
                } else if (attributes.isDirectory()) {
                    refused.add(new RefusedFile(file, "it is more than " + DEEPEST + " directories deep"));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                refused.add(new RefusedFile(file, "it cannot be read: " + FileFailure.reason(e)));
                return FileVisitResult.CONTINUE;
            }
        };
    }

    private void sort(Path file) {
        String name = file.getFileName().toString();
        if (OTHERS_OF_A_HOST.matcher(name).matches()) {
            return;
        }
        String begin;
        try (InputStream in = Files.newInputStream(file)) {
            begin = new String(in.readNBytes(64), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            refused.add(new RefusedFile(file, "it cannot be read: " + FileFailure.reason(e)));
            return;
        }
        boolean named =
                RESULT_NAME.matcher(name).matches() || SQL_NAME.matcher(name).matches();
        if (named && name.endsWith(".part")) {
            refused.add(new RefusedFile(file, "it was copied while it was written"));
        } else if (begin.startsWith("{\"line\":\"start\",\"format\":\"pim-result\"")) {
            results.add(file);
        } else if (begin.startsWith("-- pim-tools sql ")) {
            sql.add(file);
        } else if (named) {
            refused.add(new RefusedFile(
                    file,
                    begin.isEmpty() ? "it is empty" : "it does not begin as a result or an SQL file of pim-migrator"));
        } else {
            foreign.add(file);
        }
    }
}
