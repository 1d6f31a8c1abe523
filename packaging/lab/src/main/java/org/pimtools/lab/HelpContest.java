package org.pimtools.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The help of a command as it is installed, and another program on the same JVM with the same options. */
final class HelpContest implements Contest {
    private static final List<String> JVM =
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC");

    private final InstalledTool tool;
    private final List<String> other;

    private HelpContest(InstalledTool tool, List<String> other) {
        this.tool = tool;
        this.other = other;
    }

    /** Against picocli alone, with an archive that is made as ours is. */
    static HelpContest againstPicocli(String tool, Trial.Setting setting) {
        BareCommand bare = BareCommand.like(
                Tool.of(tool, setting.checkout(), setting.directory()).jar(),
                setting.directory().resolve("bare"));
        Path list = setting.directory().resolve("bare/classes");
        Path archive = setting.directory().resolve("bare/bare.jsa");
        run(java(List.of("-XX:DumpLoadedClassList=" + list), bare.classPath(), List.of(bare.main(), "--help")));
        run(java(
                List.of(
                        "-Xshare:dump",
                        "-XX:SharedClassListFile=" + list,
                        "-XX:SharedArchiveFile=" + archive,
                        "-Xlog:disable"),
                bare.classPath(),
                List.of()));
        return new HelpContest(
                install(tool, setting),
                java(List.of("-XX:SharedArchiveFile=" + archive), bare.classPath(), List.of(bare.main(), "--help")));
    }

    /** Against a main that does nothing. */
    static HelpContest againstNothing(String tool, Trial.Setting setting) {
        try {
            Path classes = Files.createDirectories(setting.directory().resolve("nothing"));
            String name = NothingMain.class.getName().replace('.', '/') + ".class";
            Path to = classes.resolve(name);
            Files.createDirectories(to.getParent());
            try (var from = NothingMain.class.getClassLoader().getResourceAsStream(name)) {
                Files.copy(from, to);
            }
            return new HelpContest(
                    install(tool, setting),
                    java(List.of(), List.of("-cp", classes.toString()), List.of(NothingMain.class.getName())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InstalledTool install(String tool, Trial.Setting setting) {
        return InstalledTool.install(
                tool,
                setting.checkout(),
                setting.directory().resolve("root"),
                List.of("JAVA_HOME=" + System.getProperty("java.home")));
    }

    @Override
    public Duration ours() {
        return Contest.timed(() -> tool.run("--help").good("the help"));
    }

    @Override
    public Duration other() {
        return Contest.timed(() -> run(other));
    }

    @Override
    public void close() {}

    private static List<String> java(List<String> options, List<String> classPath, List<String> arguments) {
        List<String> command = new ArrayList<>(JVM);
        command.addAll(options);
        command.addAll(classPath);
        command.addAll(arguments);
        return command;
    }

    private static void run(List<String> command) {
        Tool.run(new ProcessBuilder(command)).good(String.join(" ", command));
    }
}
