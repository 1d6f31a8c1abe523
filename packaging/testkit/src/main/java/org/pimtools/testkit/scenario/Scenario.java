package org.pimtools.testkit.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A text file that says what is run and all that the operator sees of it.
 *
 * <pre>
 * # Lines in front with a # say what it is about.
 * $ pim-planner check half.plan
 * exit 3
 * -- stderr --
 * pim-planner: error: the plan half.plan is not valid at line 2: the line is cut off
 * hint: copy the plan again
 * -- file half.plan unfinished --
 * {"format":1}
 * {"id
 * </pre>
 *
 * <p>First the commands, each with its exit code and with {@code stdin}, {@code stdout} and {@code stderr} as far as they
 * are not empty ({@link Expected} says what can stand in an output); they run one after the other in one directory. Then
 * the {@link InputFile files}, all of which are there before the first command, beside those that lie in the folder
 * {@code files} of the scenarios. A text ends with a line end, unless its header has the word {@code unfinished}. A line of
 * a text that begins with {@code $} and a blank, {@code --} and a blank, or a backslash has a backslash in front.
 */
public final class Scenario {
    private static final String SHARED = "files";
    private static final String ENDING = ".txt";

    private final Path file;
    private final String comment;
    private final List<Step> steps;
    private final List<InputFile> files;

    Scenario(Path file, String comment, List<Step> steps, List<InputFile> files) {
        this.file = file;
        this.comment = comment;
        this.steps = List.copyOf(steps);
        this.files = List.copyOf(files);
    }

    /**
     * All scenarios of a folder, by name.
     *
     * @throws IllegalArgumentException when one is not well-formed, with its file and line
     * @throws IllegalStateException when there is none, as nothing would be tested, or something else lies in the folder
     */
    public static List<Scenario> all(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            List<Scenario> scenarios = new ArrayList<>();
            for (Path entry : entries.sorted().toList()) {
                if (entry.toString().endsWith(ENDING)) {
                    scenarios.add(new ScenarioReader(entry, Files.readString(entry)).read());
                } else if (!entry.getFileName().toString().equals(SHARED)) {
                    throw new IllegalStateException(entry + " is neither a scenario (NAME.txt) nor the folder files");
                }
            }
            if (scenarios.isEmpty()) {
                throw new IllegalStateException("no scenario in " + folder);
            }
            return scenarios;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String name() {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - ENDING.length());
    }

    /** Where the scenario is written down. */
    public Path file() {
        return file;
    }

    List<Step> steps() {
        return steps;
    }

    Scenario withSteps(List<Step> others) {
        return new Scenario(file, comment, others, files);
    }

    /** Fills an empty directory with the shared files and those of the scenario, for the owner only. */
    void layOut(Path target) throws IOException {
        Path shared = file.resolveSibling(SHARED);
        if (Files.isDirectory(shared)) {
            try (Stream<Path> all = Files.walk(shared)) {
                for (Path each : all.filter(Files::isRegularFile).toList()) {
                    String path = shared.relativize(each).toString();
                    new InputFile(new Block(0, List.of("file", path), Files.readString(each))).layOut(target);
                }
            }
        }
        for (InputFile input : files) {
            input.layOut(target);
        }
    }

    /** The text that is read as this scenario. */
    String written() {
        StringBuilder written = new StringBuilder(comment);
        steps.forEach(step -> written.append(step.written()));
        files.forEach(input -> written.append(input.written()));
        return written.toString();
    }
}
