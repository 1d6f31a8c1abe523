package org.pimtools.common.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.output.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class ToolTest {
    @Command(name = "root", subcommands = Work.class, description = "does work")
    static class Root {}

    @Command(name = "work", description = "works", footer = "example: tool work --way well")
    static class Work extends BaseCommand {
        enum Way {
            WELL,
            REFUSED,
            BUG,
            MISSING_FILE,
            STOPPED,
            NO_JSON
        }

        @Option(names = "--way", defaultValue = "WELL")
        Way way;

        @Option(names = "--number")
        int number;

        @Option(names = "--id")
        UUID id;

        @Override
        protected ExitCode run(Output output) throws Exception {
            output.line("hello \u001b[2J \u202eevil");
            output.table(List.of("name", "n"), List.of(List.of("漢字", "1"), List.of("plain", "22")));
            output.warn("beware of \u0007");
            output.result("count", 3);
            output.result("file", Path.of("/a/b"));
            return switch (way) {
                case WELL -> {
                    output.next("tool on");
                    yield ExitCode.DONE;
                }
                case REFUSED -> throw new ToolException(ExitCode.UNSAFE, "it runs \u009b31m", "stop it");
                case BUG -> throw new IllegalStateException("oops");
                case MISSING_FILE -> throw new NoSuchFileException("/no/such");
                case STOPPED -> ExitCode.TERMINATED;
                case NO_JSON -> {
                    output.result("bad", new Object());
                    yield ExitCode.DONE;
                }
            };
        }
    }

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        out.reset();
        err.reset();
        return Tool.run(
                "tool",
                new Root(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                args);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private JsonNode envelope() throws IOException {
        assertEquals(1, out().lines().count(), out());
        return new ObjectMapper().readTree(out());
    }

    @Test
    void showsTextForPeopleWithEverythingEscaped() {
        assertEquals(0, run("work"));
        assertEquals("""
                hello \\u{1b}[2J \\u{202e}evil
                name   n
                漢字   1
                plain  22
                next: tool on
                """, out());
        assertEquals("tool: warning: beware of \\u{07}\n", err());
    }

    @Test
    void putsOneEnvelopeOnStandardOutputForSuccess() throws IOException {
        assertEquals(0, run("work", "--format", "json"));
        JsonNode envelope = envelope();
        assertEquals("tool", envelope.get("tool").asText());
        assertEquals("dev", envelope.get("version").asText());
        assertEquals(0, envelope.get("exit").asInt());
        assertTrue(envelope.get("error").isNull());
        assertEquals(3, envelope.at("/result/count").asInt());
        assertEquals("/a/b", envelope.at("/result/file").asText());
        assertEquals("tool on", envelope.at("/result/next").asText());
        assertEquals("beware of \u0007", envelope.at("/warnings/0").asText());
    }

    @Test
    void endsWithTheErrorsOwnCodeMessageAndHint() throws IOException {
        assertEquals(6, run("work", "--way", "refused"));
        assertTrue(err().endsWith("tool: error: it runs \\u{9b}31m\nhint: stop it\n"), err());

        assertEquals(6, run("work", "--way", "refused", "--format=json"));
        assertEquals(6, envelope().get("exit").asInt());
        assertEquals("stop it", envelope().at("/error/hint").asText());
        assertNull(envelope().get("error").get("debug"));
        assertEquals(3, envelope().at("/result/count").asInt());
    }

    @Test
    void showsAStackTraceOnlyWhenAsked() {
        assertEquals(70, run("work", "--way", "bug"));
        assertTrue(
                err().endsWith("tool: error: internal error: java.lang.IllegalStateException: oops\n"
                        + "hint: this is a bug of the tool: run again with --debug and report what it shows\n"),
                err());

        assertEquals(70, run("work", "--way", "bug", "--debug"));
        assertTrue(err().contains("at org.pimtools.common.cli.ToolTest$Work.run"), err());
    }

    @Test
    void aFileThatIsNotThereIsNoBug() {
        assertEquals(3, run("work", "--way", "missing_file"));
        assertTrue(err().contains("tool: error: no such file: /no/such\n"), err());
    }

    @Test
    void saysThatAStoppedRunCanGoOn() {
        assertEquals(143, run("work", "--way", "stopped"));
        assertTrue(err().endsWith("tool: stopped; run again to resume\n"), err());
    }

    @Test
    void aResultThatJsonCannotShowIsABugWithAnEnvelope() throws IOException {
        assertEquals(70, run("work", "--way", "no_json", "--format", "json"));
        assertEquals(70, envelope().get("exit").asInt());
    }

    @Test
    void suggestsTheNearestOptionAndCommand() {
        assertEquals(2, run("work", "--wya=secret"));
        assertEquals("tool: error: unknown option: --wya\nhint: did you mean --way? see tool work --help\n", err());

        assertEquals(2, run("wrok"));
        assertEquals("tool: error: unknown command: wrok\nhint: did you mean work? see tool --help\n", err());
    }

    @Test
    void anUnusableValueIsAUsageErrorInTheFormatAskedFor() throws IOException {
        assertEquals(2, run("work", "--way", "bad", "--format", "json"));
        assertEquals(2, envelope().get("exit").asInt());
        assertTrue(envelope().at("/error/message").asText().startsWith("invalid value for option '--way'"));
        assertEquals("see tool work --help", envelope().at("/error/hint").asText());
    }

    @Test
    void anUnusableValueIsToldInTheOperatorsWords() {
        assertEquals(2, run("work", "--format", "xml"));
        assertEquals(
                "tool: error: invalid value for option '--format': expected one of text, json but was 'xml'\n"
                        + "hint: see tool work --help\n",
                err());
        assertEquals(2, run("work", "--number", "x"));
        assertTrue(err().contains("'x' is not a whole number\n"), err());
        assertEquals(2, run("work", "--id", "x"));
        assertTrue(
                err().startsWith("tool: error: invalid value for option '--id': cannot convert 'x' to UUID\n"), err());
    }

    @Test
    void theCommonOptionsMayStandBeforeTheCommand() throws IOException {
        assertEquals(6, run("--debug", "--format", "json", "--color=never", "work", "--way", "refused"));
        assertEquals("stop it", envelope().at("/error/hint").asText());
        assertTrue(envelope().at("/error/debug").asText().contains("ToolTest"));
        assertEquals(0, run("--format", "json", "--help"));
        assertTrue(out().startsWith("Usage: tool"), out());
        assertEquals(2, run("--format", "json"));
        assertEquals("no command given", envelope().at("/error/message").asText());
    }

    @Test
    void withoutACommandShowsTheUsageAndFails() {
        assertEquals(2, run());
        assertEquals("", out());
        assertTrue(err().startsWith("Usage: tool"), err());
        assertTrue(err().endsWith("tool: error: no command given\nhint: see tool --help\n"), err());
    }

    @Test
    void everyCommandHasHelpAndVersion() {
        assertEquals(0, run("work", "--help"));
        assertTrue(out().contains("Usage: tool work"), out());
        assertTrue(out().contains("example: tool work --way well"), out());
        assertFalse(out().contains("hello"), out());

        assertEquals(0, run("--version"));
        assertEquals("tool dev (Java " + System.getProperty("java.version") + ")\n", out());
    }

    @Test
    void colorsLabelsOnlyWhenAsked() {
        assertEquals(6, run("work", "--way", "refused", "--color", "always"));
        assertTrue(err().contains("tool: \u001b[31merror:\u001b[0m it runs"), err());
        run("work", "--way", "refused");
        assertFalse(err().contains("\u001b"), err());
    }

    @Test
    void anAnswerForProgramsThatIsCutOffIsNoSuccess() {
        err.reset();
        int exit = Tool.run(
                "tool",
                new Root(),
                new PrintStream(broken(), true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                "work",
                "--format",
                "json");
        assertEquals(1, exit);
        assertTrue(err().contains("tool: error: the answer could not be written to standard output\n"), err());
    }

    private static OutputStream broken() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
    }

    @Test
    void goesOnWhenNobodyReadsStandardOutput() {
        err.reset();
        int exit = Tool.run(
                "tool",
                new Root(),
                new PrintStream(broken(), true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                "work");
        assertEquals(0, exit);
        assertEquals("tool: warning: beware of \\u{07}\n", err());
    }
}
