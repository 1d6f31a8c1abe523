package org.pimtools.manual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pimtools.common.cli.Tool;
import org.pimtools.manual.Program.Seen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The manual pages as a reader sees them on a terminal of 80 columns, and what the formatters say of them. */
class ManualPagesTest {
    private static final List<Product> PRODUCTS = Product.all("1.0.0");
    private static final Map<String, String> SHOWN = new HashMap<>();

    @TempDir
    static Path share;

    @BeforeAll
    static void write() throws IOException {
        Manual.write(share, "1.0.0", "2026-01-01");
    }

    static Stream<CommandText> commands() {
        return PRODUCTS.stream().flatMap(product -> product.commands().stream());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void agreesWithTheHelpOptionByOption(CommandText command) {
        Map<String, String> help = OptionTable.ofHelp(help(command));
        assertEquals(entries(help), entries(OptionTable.ofPage(shown(command))));
        assertEquals(
                command.parameters().size() + command.options().size(),
                help.size(),
                "every option of the declaration is read from the help");
    }

    @Test
    void anOptionThatThePageLacksIsSeen() throws IOException {
        CommandText command = PRODUCTS.get(2).root();
        String roff = roff(command);
        String lacking = roff.replaceFirst("(?s)\\.TP\n\\\\fB\\\\-\\\\-dry\\\\-run\\\\fR\n.*?\n(?=\\.TP)", "");
        Path page = Files.writeString(share.resolve("lacking.1"), lacking);
        Map<String, String> expected = OptionTable.ofHelp(help(command));
        expected.remove("--dry-run");
        assertEquals(entries(expected), entries(OptionTable.ofPage(OptionTable.shown(page))));
    }

    @Test
    void noFormatterComplains() throws IOException {
        List<Path> plain = new ArrayList<>();
        for (CommandText command : commands().toList()) {
            plain.add(Files.writeString(share.resolve(command.pageName() + ".1"), roff(command)));
        }
        for (String encoding : List.of("utf8", "ascii")) {
            assertEquals(new Seen(0, ""), Program.run("groff", with(plain, "-ww", "-man", "-z", "-T" + encoding)));
        }
        assertEquals(new Seen(0, ""), Program.run("mandoc", with(plain, "-T", "lint", "-W", "warning")));
        Seen warnings = Program.run("man", with(pages(), "--warnings", "-P", "cat", "-l"));
        assertEquals(
                List.of(),
                warnings.text()
                        .lines()
                        .filter(line -> line.contains(": warning:") || line.contains("<standard input>"))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void readsAtEightyColumns(CommandText command) {
        String shown = shown(command);
        assertEquals(List.of(), shown.lines().filter(line -> line.length() > 80).toList());
        List<String> headings =
                shown.lines().filter(line -> line.matches("[A-Z ]+")).toList();
        assertTrue(
                headings.containsAll(List.of("NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXIT STATUS", "EXAMPLES")),
                headings::toString);
        command.examples()
                .forEach(example ->
                        example.command().forEach(line -> assertTrue(shown.contains("       " + line + "\n"), line)));
    }

    @Test
    void beginsWithWhatHasToBeGiven() {
        Map<String, String> typed = Map.of(
                "pim-planner", "pim-planner COMMAND [OPTION]...",
                "pim-planner-apply", "pim-planner apply --plan PLAN [OPTION]... FILE...",
                "pim-planner-plan", "pim-planner plan -o FILE [OPTION]...",
                "pim-migrator", "pim-migrator [OPTION]... PLAN\n\n       pim-migrator COMMAND [OPTION]...",
                "aos-db-migrate", "aos-db-migrate [OPTION]...");
        commands().filter(command -> typed.containsKey(command.pageName())).forEach(command -> {
            String begin = "SYNOPSIS\n       " + typed.get(command.pageName()) + "\n\nDESCRIPTION\n";
            assertTrue(shown(command).contains(begin), () -> begin + "is not in\n" + shown(command));
        });
    }

    @Test
    void namesTheSettingsOfThePackage() {
        for (Product product : PRODUCTS) {
            String settings = product.name().equals("aos-db-migrate") ? "/etc/aos/db-migrate" : "/etc/pim-tools";
            String shown = shown(product.root());
            assertTrue(shown.contains("       " + settings + "/java.conf\n"), shown);
            assertTrue(shown.contains("       JAVA_HOME\n"), shown);
        }
    }

    @Test
    void isFoundByItsSummary() {
        assertEquals(
                commands()
                        .map(command ->
                                page(command) + ": \"" + command.pageName() + " - " + command.summary() + "\"\n")
                        .collect(Collectors.joining()),
                Program.run("lexgrog", pages().toArray()).text());
    }

    @Test
    void theBuildMadeThem() throws IOException {
        assertEquals(names(share.resolve("man/man1")), names(Path.of("target/share/man/man1")));
    }

    @Command(
            name = "hostile",
            description = {".so /etc/passwd", "'br \\n(.x \\[u0041] \"quoted\" `tick` ~ ^ - -- %% caf\u00e9"},
            footerHeading = "%nExamples:%n",
            footer = "  hostile \\fBbold .sp 9")
    static final class Hostile implements Runnable {
        @Option(
                names = "--evil",
                paramLabel = "A\\fB'",
                description = {".ds x y", "\\X'ps: exec' \\o'ab' \\c"})
        String evil;

        @Override
        public void run() {}
    }

    @Test
    void textIsNeverAnInstruction() throws IOException {
        Product product = Product.of(Hostile.class, "1.0.0");
        Path page = Files.writeString(
                share.resolve("hostile.1"),
                ManPage.of(product.root(), product, List.of(product), "1.0.0", "2026-01-01"));
        assertEquals(new Seen(0, ""), Program.run("groff", "-ww", "-man", "-z", "-Tutf8", page));
        String shown = OptionTable.shown(page);
        for (String text : List.of(
                "       .so /etc/passwd\n",
                "       'br \\n(.x \\[u0041] \"quoted\" `tick` ~ ^ - -- % caf\u00e9\n",
                "       --evil=A\\fB'\n              .ds x y \\X'ps: exec' \\o'ab' \\c\n",
                "       hostile \\fBbold .sp 9\n")) {
            assertTrue(shown.contains(text), shown);
        }
    }

    private static String help(CommandText command) {
        String tool = command.spec().root().name();
        List<String> line = Stream.of(command.invocation().split(" "), new String[] {"--help"})
                .flatMap(Stream::of)
                .skip(1)
                .toList();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        Object root = command.spec().root().userObject();
        assertEquals(0, Tool.run(tool, root, stream, stream, line.toArray(String[]::new)));
        return out.toString(StandardCharsets.UTF_8);
    }

    /** As man shows it; once for all tests. */
    private static String shown(CommandText command) {
        return SHOWN.computeIfAbsent(command.pageName(), name -> OptionTable.shown(page(command)));
    }

    private static List<Path> pages() {
        return commands().map(ManualPagesTest::page).toList();
    }

    private static Object[] with(List<Path> files, String... options) {
        return Stream.concat(Stream.of(options), files.stream()).toArray();
    }

    private static Path page(CommandText command) {
        return share.resolve("man/man1/" + command.pageName() + ".1.gz");
    }

    private static String roff(CommandText command) throws IOException {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(page(command))))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    /** One a line, so that a difference is easy to see. */
    private static String entries(Map<String, String> options) {
        return String.join(
                "\n",
                new LinkedHashMap<>(options)
                        .entrySet().stream().map(Object::toString).toList());
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
