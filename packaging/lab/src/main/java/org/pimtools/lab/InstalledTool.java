package org.pimtools.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A command as its RPM installs it, below a directory in place of the file system's root: the launcher, its settings, the jar and the
 * class-data archive. What is written here is the packages' own text; only where things are differs.
 */
final class InstalledTool {
    private final Path launcher;

    private InstalledTool(Path launcher) {
        this.launcher = launcher;
    }

    /**
     * Installs a command.
     *
     * @param root does not exist yet
     * @param settings the lines of its {@code java.conf}
     */
    static InstalledTool install(String tool, Path checkout, Path root, List<String> settings) {
        boolean modules = tool.equals("aos-db-migrate");
        String name = modules ? tool : "pim-tools";
        Path packages = checkout.resolve("packaging/rpm");
        Path share = root.resolve("usr/share").resolve(name);
        Path config = root.resolve("java.conf");
        Map<String, String> words = Map.of(
                "@package@",
                name,
                "@settings@",
                config.toString(),
                "@tools@",
                tool,
                "/usr/share/",
                share.getParent() + "/",
                "/var/cache/",
                root.resolve("var/cache") + "/");
        try {
            Files.createDirectories(share);
            Files.createDirectories(root.resolve("var/cache").resolve(name));
            Files.write(config, settings);
            Path jar = Tool.of(tool, checkout, root).jar();
            Files.copy(jar, share.resolve(tool + ".jar"));
            for (String script : List.of("java.sh", "command.sh", "class-data.sh")) {
                write(packages.resolve("src").resolve(script), share.resolve(script), words);
            }
            Path launcher = root.resolve(tool);
            write(packages.resolve(name).resolve("src/bin").resolve(tool), launcher, words);
            Tool.run(new ProcessBuilder(share.resolve("class-data.sh").toString()))
                    .good("class-data");
            return new InstalledTool(launcher);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs the command to its end. */
    Tool.Result run(String... arguments) {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        return Tool.run(new ProcessBuilder(command));
    }

    private static void write(Path from, Path to, Map<String, String> words) throws IOException {
        String text = Files.readString(from);
        for (Map.Entry<String, String> word : words.entrySet()) {
            text = text.replace(word.getKey(), word.getValue());
        }
        Files.writeString(to, text);
        Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
