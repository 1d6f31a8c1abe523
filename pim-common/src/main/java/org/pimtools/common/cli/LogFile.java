package org.pimtools.common.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.FileFailure;
import org.pimtools.common.file.Ownership;
import org.pimtools.common.file.PrivateFiles;
import org.pimtools.common.output.Output;
import org.slf4j.LoggerFactory;

/**
 * The file in which a run is remembered: what it did, and the stack traces that the screen is spared. Its mode is 0600; at 10 MiB it is
 * moved aside, and five old ones are kept. Every line has the run's id.
 */
public final class LogFile {
    private static final int KEPT = 5;

    private LogFile() {}

    /**
     * The log of a run for which no other was asked: the system's, or where its folder is not there or cannot be written to the same file
     * in the user's own state.
     *
     * @param below the folder of the user's state
     */
    public static Path usual(Path system, String below) {
        return Files.isWritable(system.getParent())
                ? system
                : Path.of(System.getProperty("user.home"), ".local", "state", below)
                        .resolve(system.getFileName());
    }

    /**
     * Begins the log of a run. Empty when nothing can be written there, and the operator was told so.
     *
     * @param asked whether the operator named the file
     * @throws ToolException when the operator named it, and nothing can be written there
     */
    public static Optional<Path> begin(Path file, LogLevel level, boolean asked, Output output) {
        try {
            open(file, level);
            sayWhenIncomplete(file, output);
            return Optional.of(file.toAbsolutePath());
        } catch (IOException e) {
            String why = file + ": " + FileFailure.reason(e);
            if (asked) {
                throw new ToolException(
                        ExitCode.INVALID_INPUT,
                        "the log cannot be written: " + why,
                        "give another --log-file, or see to the owner and the mode of its folder; nothing was done");
            }
            output.warn("nothing is logged: " + why);
            return Optional.empty();
        }
    }

    /** A disk that is full stops no run; once the operator is told. */
    private static void sayWhenIncomplete(Path file, Output output) {
        AtomicBoolean said = new AtomicBoolean();
        ((LoggerContext) LoggerFactory.getILoggerFactory()).getStatusManager().add((Status status) -> {
            if (status.getEffectiveLevel() >= Status.WARN
                    && status.getThrowable() instanceof IOException failure
                    && !said.getAndSet(true)) {
                output.warn("the log is incomplete: " + file + ": " + FileFailure.reason(failure));
            }
        });
    }

    /**
     * Writes what {@code org.pimtools} logs, and errors of libraries, to the file from now on. At {@link LogLevel#DEBUG} libraries say
     * more; their own details stay out at every level, because they may hold values that are nobody's business.
     *
     * @throws IOException when nothing can be written there; then nothing is logged
     */
    static void open(Path file, LogLevel level) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("not a file");
        }
        PrivateFiles.directories(folder);
        if (!Files.exists(file)) {
            PrivateFiles.channel(file).close();
        } else if (!Files.isRegularFile(file) || !Files.isWritable(file)) {
            throw new FileSystemException(file.toString(), null, "not a file that can be written");
        } else if (Ownership.stranger(file).isPresent()) {
            throw new FileSystemException(
                    file.toString(),
                    null,
                    "it belongs to " + Ownership.stranger(file).get() + ", who could have anything written elsewhere");
        }
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        RollingFileAppender<ILoggingEvent> appender = new PrivateAppender();
        appender.setContext(context);
        appender.setFile(file.toString());
        appender.setEncoder(encoder(context));
        appender.setRollingPolicy(window(context, appender, file));
        appender.setTriggeringPolicy(size(context));
        appender.start();
        if (!appender.isStarted()) {
            throw new IOException("the log cannot be opened");
        }
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        if (level == LogLevel.DEBUG) {
            root.setLevel(Level.INFO);
        } else if (root.getLevel() == Level.OFF) {
            root.setLevel(Level.ERROR);
        }
        root.addAppender(appender);
        context.getLogger("org.pimtools")
                .setLevel(
                        switch (level) {
                            case ERROR -> Level.ERROR;
                            case WARNING -> Level.WARN;
                            case INFO -> Level.INFO;
                            case DEBUG -> Level.DEBUG;
                        });
    }

    /** Where rolling over leaves none, makes the next file as private as the first was. */
    private static final class PrivateAppender extends RollingFileAppender<ILoggingEvent> {
        @Override
        public void openFile(String name) throws IOException {
            Path file = Path.of(name);
            if (!Files.exists(file)) {
                PrivateFiles.channel(file).close();
            }
            super.openFile(name);
        }
    }

    private static LayoutWrappingEncoder<ILoggingEvent> encoder(LoggerContext context) {
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(new LogLine(UUID.randomUUID().toString().substring(0, 8)));
        encoder.start();
        return encoder;
    }

    private static FixedWindowRollingPolicy window(
            LoggerContext context, RollingFileAppender<ILoggingEvent> appender, Path file) {
        FixedWindowRollingPolicy window = new FixedWindowRollingPolicy();
        window.setContext(context);
        window.setParent(appender);
        window.setFileNamePattern(file.toString().replace("%", "\\%") + ".%i");
        window.setMinIndex(1);
        window.setMaxIndex(KEPT);
        window.start();
        return window;
    }

    private static SizeBasedTriggeringPolicy<ILoggingEvent> size(LoggerContext context) {
        SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
        size.setContext(context);
        // by default it looks once a minute, and most runs are shorter
        size.setCheckIncrement(Duration.buildByMilliseconds(1));
        size.setMaxFileSize(new FileSize(10L << 20));
        size.start();
        return size;
    }
}
