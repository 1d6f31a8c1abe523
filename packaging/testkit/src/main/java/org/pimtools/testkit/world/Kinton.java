package org.pimtools.testkit.world;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The platform's database schema, with its foreign keys and the trigger that feeds accounting. Unless an option says
 * otherwise it is the schema of version 5.3 in utf8mb4.
 */
public final class Kinton {
    /** How a schema differs from the usual one. */
    public enum Option {
        /** The schema before 5.3: {@code virtualmachine} has no {@code provider_id}. */
        OLD_SCHEMA,
        /** The tables, keys and triggers of the public dump of version 2.6, as far as they are of use; no other option changes it. */
        PUBLIC_2_6,
        /** Without the accounting trigger. */
        NO_TRIGGER,
        /** Text of at most three bytes a character. */
        UTF8MB3,
        /** Western European text only. */
        LATIN1
    }

    private Kinton() {}

    /** Creates all tables in the connection's current database, which must be empty. */
    public static void create(Connection connection, Option... options) throws SQLException {
        Set<Option> chosen = EnumSet.noneOf(Option.class);
        chosen.addAll(List.of(options));
        try (Statement sql = connection.createStatement()) {
            sql.execute("ALTER DATABASE CHARACTER SET " + charset(chosen));
            if (chosen.contains(Option.PUBLIC_2_6)) {
                for (String statement : resource("schema-2.6.sql").split("\n//\n")) {
                    sql.execute(statement);
                }
                return;
            }
            for (String statement : resource("schema.sql").split(";\n")) {
                if (!statement.isBlank()) {
                    sql.execute(statement);
                }
            }
            if (!chosen.contains(Option.OLD_SCHEMA)) {
                sql.execute("ALTER TABLE virtualmachine ADD COLUMN provider_id VARCHAR(255) DEFAULT NULL");
            }
            if (!chosen.contains(Option.NO_TRIGGER)) {
                sql.execute(resource("trigger.sql"));
            }
        }
    }

    /** How often the accounting trigger has fired. */
    public static long accountingEvents(Connection connection) throws SQLException {
        try (Statement sql = connection.createStatement();
                ResultSet rows = sql.executeQuery("SELECT COUNT(*) FROM accounting_event_vm")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static String charset(Set<Option> chosen) {
        return Stream.of(Option.UTF8MB3, Option.LATIN1)
                .filter(chosen::contains)
                .map(option -> option.name().toLowerCase(Locale.ROOT))
                .findFirst()
                .orElse("utf8mb4");
    }

    private static String resource(String name) {
        try (InputStream in = Kinton.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
