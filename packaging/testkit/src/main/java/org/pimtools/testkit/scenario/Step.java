package org.pimtools.testkit.scenario;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One command line of a scenario and what it should print.
 *
 * @param name empty for the only step of a scenario, else its number
 * @param stdin what the command can read
 */
record Step(String name, List<String> args, byte[] stdin, Expected stdout, Expected stderr, int exit) {
    Step {
        args = List.copyOf(args);
    }

    /**
     * Reads {@code args}, {@code stdin}, {@code stdout}, {@code stderr} and {@code exit}, each with the number and a dot before
     * its name when there is a number. Only {@code args} and {@code exit} have to be there; others are empty without a file.
     */
    static Step read(Path directory, String number) throws IOException {
        String prefix = number.isEmpty() ? "" : number + ".";
        String exit = Files.readString(directory.resolve(prefix + "exit")).strip();
        return new Step(
                number,
                Files.readAllLines(directory.resolve(prefix + "args")),
                content(directory.resolve(prefix + "stdin")),
                expected(directory.resolve(prefix + "stdout")),
                expected(directory.resolve(prefix + "stderr")),
                Integer.parseInt(exit));
    }

    boolean asksForJson() {
        for (int i = 0; i < args.size(); i++) {
            if (args.get(i).equals("--format=json")
                    || args.get(i).equals("--format")
                            && args.subList(i + 1, args.size()).indexOf("json") == 0) {
                return true;
            }
        }
        return false;
    }

    boolean asksForStackTrace() {
        return args.contains("--debug");
    }

    private static Expected expected(Path file) throws IOException {
        return new Expected(new String(content(file), StandardCharsets.UTF_8));
    }

    private static byte[] content(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    }
}
