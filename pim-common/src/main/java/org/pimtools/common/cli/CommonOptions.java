package org.pimtools.common.cli;

import picocli.CommandLine.Option;

/** The options that every command has. */
public final class CommonOptions {
    @Option(names = "--debug", order = 100, description = "show log messages and, for an error, the stack trace")
    boolean debug;

    @Option(
            names = "--format",
            order = 101,
            paramLabel = "FORMAT",
            description =
                    "answer as ${COMPLETION-CANDIDATES}; json is one envelope on standard output for success and failure")
    Format format = Format.TEXT;

    @Option(
            names = "--color",
            order = 102,
            paramLabel = "WHEN",
            description = "colour the labels: ${COMPLETION-CANDIDATES}")
    Color color = Color.AUTO;

    @Option(
            names = {"-q", "--quiet"},
            order = 103,
            description = "show no progress")
    boolean quiet;

    /** What the command line asks for as far as one can tell without parsing it, so that a usage error has its format too. */
    static CommonOptions guess(String... args) {
        CommonOptions options = new CommonOptions();
        for (int i = 0; i < args.length; i++) {
            String arg = args[i];
            String value = i + 1 < args.length ? args[i + 1] : "";
            if (arg.equals("--")) {
                break;
            } else if (arg.equals("--debug")) {
                options.debug = true;
            } else if (arg.equalsIgnoreCase("--format=json")
                    || arg.equals("--format") && value.equalsIgnoreCase("json")) {
                options.format = Format.JSON;
            } else if (arg.startsWith("--color=")) {
                options.color = color(arg.substring("--color=".length()));
            } else if (arg.equals("--color")) {
                options.color = color(value);
            }
        }
        return options;
    }

    private static Color color(String value) {
        for (Color color : Color.values()) {
            if (color.toString().equalsIgnoreCase(value)) {
                return color;
            }
        }
        return Color.AUTO;
    }
}
