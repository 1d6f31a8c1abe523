package org.pimtools.testkit.scenario;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text of a scenario, whose form {@link Scenario} describes. */
final class ScenarioReader {
    private static final Pattern EXIT = Pattern.compile("exit ([0-9]{1,3})");
    private static final Pattern HEADER = Pattern.compile("-- (\\S.*) --");
    private static final List<String> STREAMS = List.of("stdin", "stdout", "stderr");

    private final Path file;
    private final List<String> lines;
    private int at;

    /** @param file for messages: it is not opened */
    ScenarioReader(Path file, String text) {
        this.file = file;
        List<String> parts = List.of(text.split("\n", -1));
        this.lines = text.isEmpty() || text.endsWith("\n") ? parts.subList(0, parts.size() - 1) : parts;
    }

    /** @throws IllegalArgumentException that begins with {@code FILE:LINE:} and says what is wrong */
    Scenario read() {
        String comment = comment();
        List<Step> steps = new ArrayList<>();
        while (more() && line().startsWith("$ ")) {
            steps.add(step());
        }
        if (steps.isEmpty()) {
            throw fault(at, "here should be a command, for instance: $ pim-planner --help");
        }
        Map<String, InputFile> files = new LinkedHashMap<>();
        while (more()) {
            Block block = block();
            if (!block.name().equals("file")) {
                throw fault(block.line() - 1, "after the commands there are only files: -- file PATH --");
            }
            InputFile input = checked(block.line() - 1, () -> new InputFile(block));
            if (files.put(input.path(), input) != null) {
                throw fault(block.line() - 1, "the file " + input.path() + " is there twice");
            }
        }
        return new Scenario(file, comment, steps, List.copyOf(files.values()));
    }

    private String comment() {
        StringBuilder comment = new StringBuilder();
        while (more() && (line().startsWith("#") || line().isBlank())) {
            comment.append(next()).append('\n');
        }
        return comment.toString();
    }

    private Step step() {
        int start = at;
        StringBuilder written = new StringBuilder(next().substring("$ ".length()));
        while (written.toString().endsWith("\\") && more()) {
            written.append('\n').append(next());
        }
        CommandLine command = checked(start, () -> CommandLine.parse(written.toString()));
        Matcher exit = EXIT.matcher(more() ? line() : "");
        if (!exit.matches()) {
            throw fault(at, "here should be the exit code of the command, for instance: exit 0");
        }
        at++;
        Map<String, String> streams = new LinkedHashMap<>();
        while (more() && line().startsWith("-- ") && STREAMS.contains(header().get(0))) {
            Block block = block();
            if (streams.put(block.name(), block.text()) != null) {
                throw fault(block.line() - 1, block.name() + " of one command is there twice");
            }
        }
        if (more() && !Block.begins(line())) {
            throw fault(at, "here should be -- stdin --, -- stdout --, -- stderr --, a command or a file");
        }
        return new Step(
                start + 1,
                command,
                Integer.parseInt(exit.group(1)),
                streams.getOrDefault("stdin", ""),
                new Expected(streams.getOrDefault("stdout", "")),
                new Expected(streams.getOrDefault("stderr", "")));
    }

    private Block block() {
        List<String> words = header();
        int start = ++at;
        while (more() && !Block.begins(line())) {
            at++;
        }
        return Block.read(start, words, lines.subList(start, at));
    }

    private List<String> header() {
        Matcher header = HEADER.matcher(line());
        if (!header.matches()) {
            throw fault(at, "this is no header -- NAME --; text that begins like one has a backslash in front");
        }
        return List.of(header.group(1).split(" +"));
    }

    private <T> T checked(int index, Supplier<T> part) {
        try {
            return part.get();
        } catch (IllegalArgumentException e) {
            throw fault(index, e.getMessage());
        }
    }

    private boolean more() {
        return at < lines.size();
    }

    private String line() {
        return lines.get(at);
    }

    private String next() {
        return lines.get(at++);
    }

    private IllegalArgumentException fault(int index, String message) {
        return new IllegalArgumentException(file + ":" + (index + 1) + ": " + message);
    }
}
