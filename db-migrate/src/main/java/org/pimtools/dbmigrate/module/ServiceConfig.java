package org.pimtools.dbmigrate.module;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pimtools.common.file.FileFailure;
import org.pimtools.common.file.SmallFile;

/**
 * A module's own configuration file, of which one line is read: {@code connection} in the section {@code [database]}. The form is that of
 * Python services that use oslo.config: {@code key = value}, {@code #} and {@code ;} begin a comment line, an indented line goes on with
 * the value, the last value counts, {@code $$} stands for {@code $}.
 */
final class ServiceConfig {
    private static final int LARGEST = 4 << 20;
    private static final Pattern VARIABLE = Pattern.compile("(?:^|[^$])(?:\\$\\$)*\\$[{A-Za-z_]");

    private ServiceConfig() {}

    /** What was read, or why not. */
    sealed interface Line {
        record Found(String connection) implements Line {}

        record Fault(String fault) implements Line {}
    }

    /** Never shows a value in a fault: it holds a password. */
    static Line read(Path file) {
        String text;
        try {
            text = SmallFile.text(file, LARGEST, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            return new Line.Fault("is not UTF-8 text");
        } catch (IOException e) {
            return new Line.Fault("cannot be read: " + FileFailure.reason(e));
        }
        Optional<String> connection = connection(text);
        if (connection.isEmpty()) {
            return new Line.Fault("has no connection in its section [database]");
        }
        if (VARIABLE.matcher(connection.get()).find()) {
            return new Line.Fault("has a variable in its connection, which only the module's program can fill in");
        }
        return new Line.Found(connection.get().replace("$$", "$"));
    }

    private static Optional<String> connection(String text) {
        boolean inSection = false;
        boolean goesOn = false;
        String value = null;
        for (String line : text.lines().toList()) {
            String stripped = line.strip();
            if (stripped.isEmpty() || stripped.startsWith("#") || stripped.startsWith(";")) {
                goesOn = false;
            } else if (Character.isWhitespace(line.charAt(0)) && goesOn) {
                value += stripped;
            } else if (stripped.startsWith("[") && stripped.endsWith("]")) {
                inSection = stripped.equals("[database]");
                goesOn = false;
            } else {
                String[] pair = stripped.split("[=:]", 2);
                goesOn = inSection && pair.length == 2 && pair[0].strip().equals("connection");
                value = goesOn ? unquoted(pair[1].strip()) : value;
            }
        }
        return Optional.ofNullable(value).filter(found -> !found.isEmpty());
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1
                && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                && value.charAt(value.length() - 1) == value.charAt(0);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
