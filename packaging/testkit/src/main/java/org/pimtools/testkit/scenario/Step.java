package org.pimtools.testkit.scenario;

import java.util.List;
import java.util.stream.Stream;

/**
 * One command line of a scenario and what it should print.
 *
 * @param line of the command in its file, from 1
 * @param stdin what the command can read
 */
record Step(int line, CommandLine command, int exit, String stdin, Expected stdout, Expected stderr) {
    boolean asksForJson() {
        List<String> arguments = command.arguments();
        return arguments.contains("--format=json")
                || arguments.contains("--format") && arguments.indexOf("json") == arguments.indexOf("--format") + 1;
    }

    boolean asksForStackTrace() {
        return command.arguments().contains("--debug");
    }

    /** As it stands in a file; what is empty is left out. */
    String written() {
        StringBuilder written = new StringBuilder("$ " + command.written() + "\nexit " + exit + "\n");
        Stream.of(Block.of("stdin", stdin), Block.of("stdout", stdout.text()), Block.of("stderr", stderr.text()))
                .filter(block -> !block.text().isEmpty())
                .forEach(block -> written.append(block.written()));
        return written.toString();
    }
}
