package org.pimtools.common.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.pimtools.common.error.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** Runs a command line: parses, calls the command, and turns every way to end into an exit code, a message and a hint. */
public final class Tool {
    /** The system property that is set while {@code --debug} is given. */
    static final String DEBUG_PROPERTY = "org.pimtools.debug";

    private static final int NARROWEST_HELP = 55;

    private final Session session;
    private final CommandLine line;
    private Failure failure;

    private Tool(Session session, CommandLine line) {
        this.session = session;
        this.line = line;
    }

    /**
     * Runs the command on the streams of this process, in UTF-8, with numbers as in English whatever the machine's locale: a file's digits
     * must be ASCII. The caller exits with the code that is returned.
     */
    public static int run(String toolName, Object rootCommand, String... args) {
        Locale.setDefault(Locale.ROOT);
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        return run(toolName, rootCommand, out, err, System.in, Terminal.ofProcess(), args);
    }

    /** Runs the command on the given streams, which are taken as no terminal, with an empty standard input. */
    public static int run(String toolName, Object rootCommand, PrintStream out, PrintStream err, String... args) {
        return run(toolName, rootCommand, out, err, InputStream.nullInputStream(), args);
    }

    /** Runs the command on the given streams, which are taken as no terminal. */
    public static int run(
            String toolName, Object rootCommand, PrintStream out, PrintStream err, InputStream in, String... args) {
        return run(toolName, rootCommand, out, err, in, Terminal.none(), args);
    }

    static int run(
            String toolName,
            Object rootCommand,
            PrintStream out,
            PrintStream err,
            InputStream in,
            Terminal terminal,
            String... args) {
        CommonOptions guess = CommonOptions.guess(args);
        String version = Optional.ofNullable(rootCommand.getClass().getPackage().getImplementationVersion())
                .orElse("dev");
        Session session = new Session(toolName, version, out, err, in, terminal, guess);
        CommandLine line = commandLine(toolName, version, rootCommand)
                .setUsageHelpWidth(Math.max(NARROWEST_HELP, terminal.width()))
                .setColorScheme(CommandLine.Help.defaultColorScheme(helpColors(terminal, guess)))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        return new Tool(session, line).run(line.getSubcommands().isEmpty() ? args : LeadingOptions.behindCommand(args));
    }

    private static Ansi helpColors(Terminal terminal, CommonOptions options) {
        boolean on =
                options.color == Color.ALWAYS || options.color == Color.AUTO && terminal.out() && !terminal.noColor();
        return on ? Ansi.ON : Ansi.OFF;
    }

    /** The command with its subcommands and their whole help, as {@link #run} takes it. */
    public static CommandLine commandLine(String toolName, String version, Object rootCommand) {
        CommandLine line = new CommandLine(rootCommand)
                .setCommandName(toolName)
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true);
        HelpSections.complete(line, version);
        return line;
    }

    private int run(String... args) {
        Handlers handlers = new Handlers();
        line.setParameterExceptionHandler(handlers);
        line.setExecutionExceptionHandler(handlers);
        line.setExecutionStrategy(handlers);
        int exit;
        boolean helped = false;
        try {
            exit = line.execute(args);
            helped = exit == 0 && failure == null && helpRequested(line.getParseResult());
        } catch (Exception | Error thrown) {
            exit = failed(thrown);
        }
        if (failure == null) {
            failure = ending(exit);
        }
        if (!helped) {
            session.output().finish(exit, failure, session.debug());
        }
        session.out.flush();
        if (!helped && session.output() instanceof JsonOutput && session.out.checkError()) {
            session.err.println(session.tool + ": error: the answer could not be written to standard output");
            session.err.println("hint: check the disk and whoever reads the answer; what was done is not undone");
            exit = exit == 0 ? ExitCode.FAILED.code() : exit;
        }
        session.err.flush();
        if (session.log().isPresent()) {
            session.log().get().ended(exit, failure);
        }
        return exit;
    }

    /** A class and no lambdas: of an interface as old as picocli's, a class-data archive holds classes only, and the help starts sooner. */
    private final class Handlers implements IExecutionStrategy, IParameterExceptionHandler, IExecutionExceptionHandler {
        @Override
        public int execute(ParseResult parsed) {
            ParseResult last = parsed;
            while (last.hasSubcommand()) {
                last = last.subcommand();
            }
            if (last.commandSpec().userObject() instanceof BaseCommand command) {
                command.attach(session);
            }
            return new RunLast().execute(parsed);
        }

        @Override
        public int handleParseException(ParameterException e, String[] args) {
            failure = UsageError.of(e);
            if (UsageError.isMissingSubcommand(e) && !(session.output() instanceof JsonOutput)) {
                e.getCommandLine().usage(session.err);
            }
            return failure.exit().code();
        }

        @Override
        public int handleExecutionException(Exception thrown, CommandLine command, ParseResult parsed) {
            return failed(thrown);
        }
    }

    private static boolean helpRequested(ParseResult parsed) {
        for (ParseResult command = parsed; command != null; command = command.subcommand()) {
            if (command.isUsageHelpRequested() || command.isVersionHelpRequested()) {
                return true;
            }
            if (!command.hasSubcommand()) {
                return false;
            }
        }
        return false;
    }

    private int failed(Throwable thrown) {
        failure = Failure.of(thrown);
        return failure.exit().code();
    }

    /** A command that noticed a signal returns its code; the operator is told what that means. */
    private static Failure ending(int exit) {
        for (ExitCode code : ExitCode.values()) {
            Failure stopped = Failure.stopped(code, null);
            if (code.code() == exit && stopped.isStop()) {
                return stopped;
            }
        }
        return null;
    }
}
