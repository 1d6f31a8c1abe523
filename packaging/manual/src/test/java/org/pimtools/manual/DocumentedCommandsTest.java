package org.pimtools.manual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pimtools.common.cli.Tool;
import org.pimtools.dbmigrate.command.AosDbMigrate;
import org.pimtools.migrator.command.PimMigrator;
import org.pimtools.planner.command.PimPlanner;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;

/** Every command line that README and docs show is one that the commands take, as it stands. */
class DocumentedCommandsTest {
    private static final Path CHECKOUT = Path.of("../..").toAbsolutePath().normalize();
    private static final Map<String, Class<?>> TOOLS = Map.of(
            "pim-planner", PimPlanner.class, "pim-migrator", PimMigrator.class, "aos-db-migrate", AosDbMigrate.class);
    private static final Pattern FENCED = Pattern.compile("(?ms)^ *```$(.*?)^ *```$");
    private static final Pattern SPAN = Pattern.compile("`([^`\n]+)`");
    private static final Pattern LINE =
            Pattern.compile("^ *(?:ssh \\S+ |next: )?(pim-planner|pim-migrator|aos-db-migrate)(?: (.*))?$");
    /** What is left out of a line, or is an example of what a tool says. */
    private static final Pattern NO_COMMAND = Pattern.compile("…|\\.\\.\\.|\\[|: error|: warning|\\|[a-z]|<TAB>|; ");

    @Test
    void everyCommandLineOfTheDocumentationIsTaken() throws IOException {
        List<String> refused = new ArrayList<>();
        int lines = 0;
        for (Path page : pages()) {
            String text = Files.readString(page);
            for (String line : fenced(text)) {
                lines += check(line, page, true, refused);
            }
            for (MatchResult span :
                    SPAN.matcher(FENCED.matcher(text).replaceAll("")).results().toList()) {
                lines += check(span.group(1), page, false, refused);
            }
        }
        assertEquals(List.of(), refused);
        assertTrue(lines > 100, lines + " command lines");
    }

    private static List<String> fenced(String text) {
        List<String> lines = new ArrayList<>();
        for (MatchResult block : FENCED.matcher(text).results().toList()) {
            lines.addAll(block.group(1).replaceAll("\\\\\n *", " ").lines().toList());
        }
        return lines;
    }

    /** @param whole whether it can be typed as it stands; else only what it names has to be there */
    private static int check(String line, Path page, boolean whole, List<String> refused) {
        Matcher command = LINE.matcher(line);
        if (!command.matches() || NO_COMMAND.matcher(line).find()) {
            return 0;
        }
        String tool = command.group(1);
        String[] words = words(Optional.ofNullable(command.group(2)).orElse(""));
        try {
            parsed(tool, words);
        } catch (MissingParameterException e) {
            if (whole) {
                refused.add(CHECKOUT.relativize(page) + ": " + line + ": " + e.getMessage());
            }
        } catch (ParameterException e) {
            refused.add(CHECKOUT.relativize(page) + ": " + line + ": " + e.getMessage());
        }
        return 1;
    }

    private static void parsed(String tool, String[] words) {
        CommandLine line = Tool.commandLine(tool, "1.0.0", TOOLS.get(tool));
        boolean named = words.length == 0
                || words[0].startsWith("-")
                || line.getSubcommands().containsKey(words[0]);
        String[] all = tool.equals("pim-migrator") && (!named || words.length > 1 && words[0].equals("--identity"))
                ? Stream.concat(Stream.of("run"), Arrays.stream(words)).toArray(String[]::new)
                : words;
        line.parseArgs(all);
    }

    /** Without what stands behind the command: a comment, words behind two blanks, where its output goes. */
    private static String[] words(String rest) {
        String command = rest.replaceFirst(" +#.*$", "")
                .replaceFirst("  .*$", "")
                .replaceFirst(" [<>|] .*$", "")
                .strip();
        return command.isEmpty()
                ? new String[0]
                : Arrays.stream(command.split(" +"))
                        .map(word -> word.replaceAll("^\"|\"$", ""))
                        .toArray(String[]::new);
    }

    private static List<Path> pages() throws IOException {
        Map<String, Path> pages = new TreeMap<>();
        pages.put("README.md", CHECKOUT.resolve("README.md"));
        try (Stream<Path> docs = Files.list(CHECKOUT.resolve("docs"))) {
            docs.filter(page -> page.toString().endsWith(".md")).forEach(page -> pages.put(page.toString(), page));
        }
        return List.copyOf(pages.values());
    }
}
