package org.pimtools.common.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.slf4j.LoggerFactory;

/**
 * The file in which a run is remembered: what it did, and the stack traces that the screen is spared. Its mode is 0600; at 10 MiB it is
 * moved aside, and five old ones are kept. Every line has the run's id.
 */
public final class LogFile {
    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} RUN %-5level "
            + "%replace(%msg){'[\\p{Cc}\\p{Cf}]', '?'}%n%replace(%ex){'[\\p{Cc}\\p{Cf}&&[^\\n\\t]]', '?'}%nopex";
    private static final int KEPT = 5;

    private LogFile() {}

    /**
     * Writes what {@code org.pimtools} logs, and errors of libraries, to the file from now on.
     *
     * @throws IOException when nothing can be written there; then nothing is logged
     */
    public static void open(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("not a file");
        }
        PrivateFiles.directories(folder);
        if (!Files.exists(file)) {
            PrivateFiles.channel(file).close();
        } else if (!Files.isRegularFile(file) || !Files.isWritable(file)) {
            throw new FileSystemException(file.toString(), null, "not a file that can be written");
        }
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
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
        if (root.getLevel() == Level.OFF) {
            root.setLevel(Level.ERROR);
        }
        root.addAppender(appender);
        context.getLogger("org.pimtools").setLevel(Level.INFO);
    }

    private static PatternLayoutEncoder encoder(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN.replace("RUN", UUID.randomUUID().toString().substring(0, 8)));
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
        size.setMaxFileSize(new FileSize(10L << 20));
        size.start();
        return size;
    }
}
