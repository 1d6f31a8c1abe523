package org.pimtools.common.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.text.Nearest;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns picocli's complaint about a command line into a message and a hint. */
final class UsageError {
    private static final String MISSING_SUBCOMMAND = "Missing required subcommand";
    private static final int LONGEST_NAME = 50;

    /** How picocli lists the values of an enum. */
    private static final Pattern CHOICE =
            Pattern.compile("(.* expected one of )\\[(.*)] \\(case-insensitive\\)(.*)", Pattern.DOTALL);

    /** How picocli names a class that it could not make of a value. */
    private static final Pattern CONVERSION = Pattern.compile(
            "^(.*: )cannot convert '(.*)' to (?:class|interface) ([\\w.$]+)(?: \\(.*\\))?$", Pattern.DOTALL);

    private UsageError() {}

    static Failure of(ParameterException e) {
        if (e.getCause() instanceof ToolException cause) {
            return new Failure(ExitCode.USAGE, String.valueOf(cause.getMessage()), cause.hint(), e);
        }
        Matcher conversion = CONVERSION.matcher(String.valueOf(e.getMessage()));
        if (conversion.matches() && conversion.group(3).equals(Path.class.getName())) {
            return UnusablePath.failure(conversion.group(2), ExitCode.USAGE, e);
        }
        String help = "see " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help";
        if (isMissingSubcommand(e)) {
            return new Failure(ExitCode.USAGE, "no command given", help, e);
        }
        List<String> unmatched = e.getCommandLine().getUnmatchedArguments();
        if ((e instanceof UnmatchedArgumentException || e instanceof MissingParameterException)
                && !unmatched.isEmpty()) {
            return unmatched(unmatched.get(0), e, help);
        }
        return new Failure(ExitCode.USAGE, sentence(e.getMessage()), help, e);
    }

    static boolean isMissingSubcommand(ParameterException e) {
        return String.valueOf(e.getMessage()).startsWith(MISSING_SUBCOMMAND);
    }

    /** The value of an unknown option is not shown: it may be a password. */
    private static Failure unmatched(String first, ParameterException e, String help) {
        CommandSpec command = e.getCommandLine().getCommandSpec();
        boolean option = first.startsWith("-");
        String written = option && first.indexOf('=') > 0 ? first.substring(0, first.indexOf('=')) : first;
        Set<String> known =
                option ? command.optionsMap().keySet() : command.subcommands().keySet();
        String hint = written.length() > LONGEST_NAME
                ? help
                : Nearest.of(written, known)
                        .map(near -> "did you mean " + near + "? " + help)
                        .orElse(help);
        String fault = option ? "unknown option: " : known.isEmpty() ? "unexpected argument: " : "unknown command: ";
        return new Failure(ExitCode.USAGE, fault + written, hint, e);
    }

    private static String sentence(String message) {
        Matcher choice = CHOICE.matcher(message);
        String text = (choice.matches()
                        ? choice.group(1) + choice.group(2).toLowerCase(Locale.ROOT) + choice.group(3)
                        : CONVERSION.matcher(message).replaceFirst("$1'$2' is not valid"))
                .replaceFirst(" \\(java\\.[^()]*\\)$", "")
                .replaceFirst(" is not an? (int|long)$", " is not a whole number")
                .replaceFirst("\\.$", "");
        return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }
}
