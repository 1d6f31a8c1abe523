package org.pimtools.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the last sentence of each {@code package-info.java} says that the package depends on is what its source files name: those
 * packages of its own module, all of them and no other. The structure can be read from these sentences, so they are held true.
 */
class PackageSentencesTest {
    private static final Path ROOT = Path.of("..", "..");
    private static final Pattern PACKAGE = Pattern.compile("(?m)^package (org\\.pimtools(?:\\.[a-z]\\w*)+);");
    private static final Pattern CLASS = Pattern.compile("\\b(org\\.pimtools(?:\\.[a-z]\\w*)+)\\.[A-Z]");
    private static final Pattern SENTENCE = Pattern.compile("Depends on ((?:[^.]|\\.(?=[a-z]))+)\\. \\*/");
    private static final Pattern NAME = Pattern.compile("\\{@code ([a-z.]+)}");

    @Test
    void everyPackageSaysWhatItDependsOn() throws IOException {
        Map<String, TreeSet<String>> named = new HashMap<>();
        SortedMap<String, String> said = new TreeMap<>();
        for (Path file : sources()) {
            String text = Files.readString(file);
            String here = PACKAGE.matcher(text)
                    .results()
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(file.toString()))
                    .group(1);
            if (file.endsWith("package-info.java")) {
                said.put(here, sentence(text, file));
            } else {
                CLASS.matcher(text)
                        .results()
                        .map(match -> match.group(1))
                        .filter(other -> !other.equals(here) && module(other).equals(module(here)))
                        .forEach(other -> named.computeIfAbsent(here, key -> new TreeSet<>())
                                .add(within(other)));
                named.computeIfAbsent(here, key -> new TreeSet<>());
            }
        }
        assertTrue(said.size() > 50, () -> "packages found: " + said.size());
        SortedMap<String, String> expected = new TreeMap<>();
        named.forEach((name, others) -> expected.put(name, String.join(", ", others)));
        // a package of no class but those below it says so, too
        said.keySet().forEach(name -> expected.putIfAbsent(name, ""));
        assertEquals(lines(expected), lines(said));
    }

    private static String sentence(String text, Path file) {
        String words = text.replaceAll("\\s+\\* |\\s+", " ");
        MatchResult sentence = SENTENCE.matcher(words)
                .results()
                .findFirst()
                .orElseThrow(() -> new AssertionError(file + " does not end with what the package depends on"));
        return NAME.matcher(sentence.group(1))
                .results()
                .map(match -> match.group(1))
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /** The package of the module, such as {@code org.pimtools.migrator}. */
    private static String module(String name) {
        return Stream.of(name.split("\\.")).limit(3).collect(Collectors.joining("."));
    }

    private static String within(String name) {
        return name.equals(module(name)) ? "" : name.substring(module(name).length() + 1);
    }

    private static String lines(SortedMap<String, String> packages) {
        return packages.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining("\n"));
    }

    private static Iterable<Path> sources() throws IOException {
        try (Stream<Path> modules = Stream.concat(Files.list(ROOT), Files.list(ROOT.resolve("packaging")))) {
            return modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .flatMap(PackageSentencesTest::below)
                    .toList();
        }
    }

    private static Stream<Path> below(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
