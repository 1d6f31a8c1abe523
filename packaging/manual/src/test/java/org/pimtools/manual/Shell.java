package org.pimtools.manual;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.pimtools.testkit.server.Tools;

/** An interactive shell on a terminal, into which somebody types. */
final class Shell {
    /** Keys: completes; puts all that can stand there into the line. */
    static final String TAB = "\t";

    static final String ALL = "\u001b*";

    private static final Path DRIVER = Path.of("src/test/resources/org/pimtools/manual/shell.py");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> command;
    private final String setup;
    private final Path directory;

    private Shell(List<String> command, String setup, Path directory) {
        this.command = command;
        this.setup = setup;
        this.directory = directory;
    }

    /** What a typed line became, and what the shell showed meanwhile. */
    record Answer(String line, String screen) {}

    /** A bash without anybody's settings, with the completion files that a folder holds. */
    static Shell bash(Path completions, Path directory) {
        return new Shell(
                List.of(Tools.require("bash").toString(), "--norc", "--noprofile", "-i"),
                "bind 'set enable-bracketed-paste off'; bind 'set bell-style none';"
                        + " bind -x '\"\\C-x\\C-d\": printf \"\\002%s\\003\" \"$READLINE_LINE\"';"
                        + " for file in '" + completions + "'/*; do . \"$file\"; done",
                directory);
    }

    /** A zsh without anybody's settings, with its completion on and the functions that a folder holds. */
    static Shell zsh(Path functions, Path directory) {
        return new Shell(
                List.of(Tools.require("zsh").toString(), "-f", "-i"),
                "fpath=('" + functions + "' $fpath); autoload -Uz compinit; compinit -D -u; bindkey -e;"
                        + " unsetopt beep prompt_sp; unset zle_bracketed_paste;"
                        + " dump() { print -rn -- $'\\002'$BUFFER$'\\003' }; zle -N dump; bindkey '^X^D' dump;"
                        + " zle -C all-matches complete-word _generic; bindkey '^[*' all-matches;"
                        + " zstyle ':completion:all-matches::::' completer _all_matches _complete;"
                        + " zstyle ':completion:all-matches:*' insert true",
                directory);
    }

    /** The same for somebody with settings: a line of the shell. */
    Shell with(String settings) {
        return new Shell(command, setup + "; " + settings, directory);
    }

    /** The lines that what is typed has become. */
    List<String> complete(String... typed) {
        return type(typed).stream().map(Answer::line).toList();
    }

    /** Fails where one of the lines becomes another than expected: pairs of what is typed and what it must become. */
    void assertCompletes(String[][]... tables) {
        List<String[]> cases = Arrays.stream(tables).flatMap(Arrays::stream).toList();
        String[] typed = cases.stream().map(both -> both[0]).toArray(String[]::new);
        String expected = cases.stream().map(both -> both[1]).collect(Collectors.joining("\n"));
        assertEquals(expected, String.join("\n", complete(typed)));
    }

    List<Answer> type(String... typed) {
        Path python = Tools.require("python3");
        try {
            Process driver = new ProcessBuilder(python.toString(), DRIVER.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (var task = driver.getOutputStream()) {
                task.write(JSON.writeValueAsBytes(Map.of(
                        "argv", command,
                        "env",
                                Map.of(
                                        "PATH", System.getenv("PATH"),
                                        "TERM", "dumb",
                                        "LC_ALL", "C.UTF-8",
                                        "HOME", directory.toString(),
                                        "PS1", "\u0005$ "),
                        "cwd", directory.toString(),
                        "setup", setup,
                        "lines", typed)));
            }
            String answers = new String(driver.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (driver.waitFor() != 0) {
                throw new IllegalStateException("no answer to " + Arrays.toString(typed));
            }
            List<Answer> all = new ArrayList<>();
            for (JsonNode answer : JSON.readTree(answers)) {
                all.add(new Answer(
                        answer.get("line").asText(), answer.get("screen").asText()));
            }
            return all;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
