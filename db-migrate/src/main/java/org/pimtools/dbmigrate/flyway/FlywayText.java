package org.pimtools.dbmigrate.flyway;

import java.util.regex.Pattern;
import org.flywaydb.core.api.FlywayException;

/** What Flyway says, without its vendor's links and offers. */
final class FlywayText {
    private static final Pattern LINK = Pattern.compile(
            "\\s*(See|Learn more|Find out more|More info)?[^.\\n]*https?://\\S+", Pattern.CASE_INSENSITIVE);

    private FlywayText() {}

    /** One line. */
    static String plain(FlywayException e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return LINK.matcher(message).replaceAll("").replaceAll("\\s+", " ").strip();
    }
}
