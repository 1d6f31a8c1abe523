package org.pimtools.testkit.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says whether a text is PowerShell, and what it runs. By tree-sitter's grammar of PowerShell, from npm; where there is a
 * {@code pwsh}, PowerShell's own parser has to agree. The script is never run.
 */
public final class PowerShellParser {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INSTALL = "PowerShell's grammar is missing: npm install --global --ignore-scripts"
            + " --legacy-peer-deps web-tree-sitter@0.25.10 tree-sitter-powershell@0.26.4";

    private final Path node;
    private final Path modules;

    /**
     * What is in a script.
     *
     * @param errors where it cannot be parsed
     * @param commands what runs something, and sub-expressions, in the order of the script
     * @param tableValues the values of hash tables, in that order: texts when they are put together of literals
     */
    public record Script(List<String> errors, List<String> commands, List<String> tableValues) {}

    private PowerShellParser(Path node, Path modules) {
        this.node = node;
        this.modules = modules;
    }

    /** @throws org.opentest4j.TestAbortedException when the grammar is not installed */
    public static PowerShellParser require() {
        Path node = Tools.require("node");
        Path modules = Path.of(
                ServerProcess.outputOf(new ProcessBuilder(Tools.require("npm").toString(), "root", "--global"))
                        .strip());
        Tools.require(Files.isDirectory(modules.resolve("tree-sitter-powershell")), INSTALL);
        return new PowerShellParser(node, modules);
    }

    public Script parse(String script) {
        try (Scratch scratch = new Scratch("powershell")) {
            Path file = scratch.path().resolve("script.ps1");
            Files.writeString(file, script);
            Path program = scratch.path().resolve("powershell.js");
            try (InputStream source = PowerShellParser.class.getResourceAsStream("powershell.js")) {
                Files.copy(source, program);
            }
            JsonNode seen = JSON.readTree(ServerProcess.outputOf(new ProcessBuilder(
                    node.toString(), "--liftoff-only", program.toString(), modules.toString(), file.toString())));
            List<String> errors = texts(seen.get("errors"));
            errors.addAll(ofPowerShellItself(file));
            return new Script(errors, texts(seen.get("commands")), texts(seen.get("tableValues")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> ofPowerShellItself(Path file) {
        Optional<Path> pwsh = Tools.find("pwsh");
        if (pwsh.isEmpty()) {
            return List.of();
        }
        String command = "$e = $null; $null = [Management.Automation.Language.Parser]::ParseFile('" + file
                + "', [ref] $null, [ref] $e); $e | ForEach-Object { $_.Message }";
        return ServerProcess.outputOf(new ProcessBuilder(pwsh.get().toString(), "-NoProfile", "-Command", command))
                .lines()
                .toList();
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
