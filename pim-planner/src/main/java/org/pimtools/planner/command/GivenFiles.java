package org.pimtools.planner.command;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.pimtools.common.cli.ShellWord;

/** Files of the hosts in a command that is suggested. */
final class GivenFiles {
    /** More are shortened to a pattern where one means exactly them. */
    private static final int SPELLED_OUT = 5;

    private static final List<String> PATTERNS =
            List.of("*-update.sql", "*-rollback.sql", "*.sql", "*result.jsonl", "*.jsonl");

    private GivenFiles() {}

    /** The files as a shell takes them. */
    static String words(List<Path> files) {
        if (files.size() > SPELLED_OUT) {
            for (String pattern : PATTERNS) {
                if (means(files, pattern)) {
                    Path folder = files.get(0).getParent();
                    return folder == null ? pattern : ShellWord.of(folder + "/") + pattern;
                }
            }
        }
        return files.stream().map(ShellWord::of).collect(Collectors.joining(" "));
    }

    private static boolean means(List<Path> files, String pattern) {
        Set<Path> found = new HashSet<>();
        Path folder = files.get(0).getParent();
        try (DirectoryStream<Path> matching =
                Files.newDirectoryStream(folder == null ? Path.of("") : folder, pattern)) {
            matching.forEach(found::add);
        } catch (IOException | DirectoryIteratorException e) {
            return false;
        }
        return found.equals(new HashSet<>(files));
    }
}
