package org.pimtools.common.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.pimtools.common.text.Text;

/**
 * How an event is written into the log: time, the run's id, level, message; a stack trace below, of which every line has the run's id too,
 * so that a search for a run finds all of it. Plain code in place of Logback's patterns, whose parser each start would load.
 */
final class LogLine extends LayoutBase<ILoggingEvent> {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT)
            .withZone(ZoneId.systemDefault());

    private final String run;

    LogLine(String run) {
        this.run = run;
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder text = new StringBuilder(TIME.format(event.getInstant()))
                .append(' ')
                .append(run)
                .append(' ')
                .append(event.getLevel())
                .append(" ".repeat(Math.max(1, 6 - event.getLevel().toString().length())))
                .append(printable(event.getFormattedMessage()))
                .append('\n');
        if (event.getThrowableProxy() != null) {
            ThrowableProxyUtil.asString(event.getThrowableProxy())
                    .lines()
                    .forEach(line -> text.append(run)
                            .append(' ')
                            .append(line.startsWith("\t") ? "\t" + printable(line.substring(1)) : printable(line))
                            .append('\n'));
        }
        return text.toString();
    }

    private static String printable(String text) {
        return Text.printable(text, Integer.MAX_VALUE);
    }
}
