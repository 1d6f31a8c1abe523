package org.pimtools.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Copies of the lab's modules whose scripts count what of them is executed, in tables that no statement but theirs touches. Version 1
 * makes the tables; each version of the lab comes one higher, between two statements that count; behind them come versions made
 * here, with every second statement one that counts, alone, in a transaction, in a procedure, with locked tables, from a temporary
 * table, and where there are no transactions.
 * None of the counting tables has a key: what is done twice, is there twice. Transactions begin and end in small letters, as the tool
 * itself never writes them: so a server's log tells whose they are.
 */
final class CountedModules {
    /** The version that makes the counting tables; where an update begins and a rollback ends. */
    static final int FIRST = 1;

    private static final int MADE_HERE = 2;

    /** What the copies have beside the tables of the lab. */
    static final String[] TABLES = {"trace", "tally", "locked", "untransacted"};

    private static final String COUNTING_TABLES = """
            CREATE TABLE trace (direction CHAR(1) NOT NULL, version INT NOT NULL, n INT NOT NULL) ENGINE=InnoDB;
            CREATE TABLE tally (total INT NOT NULL) ENGINE=InnoDB;
            INSERT INTO tally VALUES (0);
            CREATE TABLE locked (direction CHAR(1) NOT NULL, version INT NOT NULL, n INT NOT NULL) ENGINE=InnoDB;
            CREATE TABLE untransacted (direction CHAR(1) NOT NULL, version INT NOT NULL) ENGINE=MyISAM;
            DELIMITER //
            CREATE PROCEDURE count_one()
            BEGIN
              UPDATE tally SET total = total + 1;
            END//
            DELIMITER ;
            """;

    private static final String MIGRATION = """
            INSERT INTO trace VALUES ('V', ${v}, 1);
            CREATE TABLE counted_${v} (a INT NOT NULL) ENGINE=InnoDB;
            INSERT INTO trace VALUES ('V', ${v}, 2);
            ALTER TABLE counted_${v} ADD COLUMN b INT NULL;
            UPDATE tally SET total = total + 1;
            SET @n = 3;
            INSERT INTO trace VALUES ('V', ${v}, @n);
            start transaction;
            INSERT INTO trace VALUES ('V', ${v}, 4);
            UPDATE tally SET total = total + 1;
            commit;
            CREATE INDEX ix_b ON counted_${v} (b);
            INSERT INTO untransacted VALUES ('V', ${v});
            LOCK TABLES locked WRITE;
            INSERT INTO locked VALUES ('V', ${v}, 1);
            INSERT INTO locked VALUES ('V', ${v}, 2);
            unlock tables;
            CREATE TEMPORARY TABLE defaults (n INT NOT NULL);
            INSERT INTO defaults VALUES (3);
            INSERT INTO locked SELECT 'V', ${v}, n FROM defaults;
            DROP TEMPORARY TABLE defaults;
            RENAME TABLE counted_${v} TO kept_${v};
            CALL count_one();
            INSERT INTO trace VALUES ('V', ${v}, 5);
            """;

    private static final String UNDO = """
            INSERT INTO trace VALUES ('U', ${v}, 1);
            RENAME TABLE kept_${v} TO counted_${v};
            UPDATE tally SET total = total + 1;
            DROP INDEX ix_b ON counted_${v};
            INSERT INTO untransacted VALUES ('U', ${v});
            LOCK TABLES locked WRITE;
            INSERT INTO locked VALUES ('U', ${v}, 1);
            INSERT INTO locked VALUES ('U', ${v}, 2);
            unlock tables;
            CREATE TEMPORARY TABLE defaults (n INT NOT NULL);
            INSERT INTO defaults VALUES (3);
            INSERT INTO locked SELECT 'U', ${v}, n FROM defaults;
            DROP TEMPORARY TABLE defaults;
            ALTER TABLE counted_${v} DROP COLUMN b;
            start transaction;
            INSERT INTO trace VALUES ('U', ${v}, 2);
            UPDATE tally SET total = total + 1;
            commit;
            DROP TABLE counted_${v};
            CALL count_one();
            INSERT INTO trace VALUES ('U', ${v}, 3);
            """;

    private CountedModules() {}

    /** Makes the copies. The names of the scripts begin with that of their module, so that each is there once. */
    static List<LabModule> make(Path checkout, Path folder) throws IOException {
        for (LabModule module : LabModule.all(checkout.resolve("packaging/lab/modules"))) {
            make(module, folder.resolve(module.name()));
        }
        return LabModule.all(folder);
    }

    /** Makes one copy. @param lab the module as the lab has it */
    static void make(LabModule lab, Path folder) throws IOException {
        Path migrations = Files.createDirectories(folder.resolve("migrations"));
        Path undo = Files.createDirectories(folder.resolve("undo"));
        Files.writeString(migrations.resolve(name("V", FIRST, lab, "counting")), COUNTING_TABLES);
        for (Path script : LabModule.scripts(lab.migrations())) {
            counted("V", script, lab, migrations);
        }
        for (Path script : LabModule.scripts(lab.undo())) {
            counted("U", script, lab, undo);
        }
        for (int version = lab.newest() + 2; version < lab.newest() + 2 + MADE_HERE; version++) {
            String v = Integer.toString(version);
            Files.writeString(migrations.resolve(name("V", version, lab, "made")), MIGRATION.replace("${v}", v));
            Files.writeString(undo.resolve(name("U", version, lab, "made")), UNDO.replace("${v}", v));
        }
    }

    /** What the counting tables must hold, each line with how often, when all statements of one direction were executed once. */
    static Map<String, Integer> counts(LabModule module, boolean updated, boolean rolledBack) {
        Map<String, Integer> counts = new TreeMap<>();
        int newest = module.newest();
        for (int version = FIRST + 1; version <= newest; version++) {
            boolean here = version > newest - MADE_HERE;
            if (updated) {
                counts("V", version, here ? 5 : 2, here, counts);
            }
            if (rolledBack) {
                counts("U", version, here ? 3 : 2, here, counts);
            }
        }
        int eachWay = 3 * MADE_HERE;
        counts.put("tally", (updated ? eachWay : 0) + (rolledBack ? eachWay : 0));
        return counts;
    }

    private static void counts(String direction, int version, int traces, boolean here, Map<String, Integer> counts) {
        for (int n = 1; n <= traces; n++) {
            counts.put(direction + version + " trace " + n, 1);
        }
        if (here) {
            counts.put(direction + version + " untransacted", 1);
            for (int n = 1; n <= 3; n++) {
                counts.put(direction + version + " locked " + n, 1);
            }
        }
    }

    /** What the counting tables hold. */
    static Map<String, Integer> counted(Connection connection) throws SQLException {
        Map<String, Integer> counts = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT CONCAT(direction, version, ' trace ', n) FROM trace"
                        + " UNION ALL SELECT CONCAT(direction, version, ' locked ', n) FROM locked"
                        + " UNION ALL SELECT CONCAT(direction, version, ' untransacted') FROM untransacted")) {
            while (row.next()) {
                counts.merge(row.getString(1), 1, Integer::sum);
            }
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT SUM(total) FROM tally")) {
            row.next();
            counts.put("tally", row.getInt(1));
        }
        return counts;
    }

    private static void counted(String prefix, Path script, LabModule module, Path folder) throws IOException {
        int version = LabModule.version(script) + 1;
        String label = script.getFileName().toString().replaceFirst("^[VU][0-9]+__(.*)\\.sql$", "$1");
        String count = "INSERT INTO trace VALUES ('" + prefix + "', " + version + ", %d);\n";
        Files.writeString(
                folder.resolve(name(prefix, version, module, label)),
                count.formatted(1) + inSmallLetters(Files.readString(script)) + count.formatted(2));
    }

    private static String inSmallLetters(String script) {
        return Pattern.compile("^(START TRANSACTION|COMMIT|UNLOCK TABLES);$", Pattern.MULTILINE)
                .matcher(script)
                .replaceAll(found -> found.group().toLowerCase(Locale.ROOT));
    }

    private static String name(String prefix, int version, LabModule module, String label) {
        return prefix + version + "__" + module.name() + "_" + label + ".sql";
    }

    /** The statements of a script that has no DELIMITER. */
    static List<String> statements(Path script) throws IOException {
        List<String> statements = new ArrayList<>();
        for (String part : Files.readString(script).split(";\n")) {
            if (!part.isBlank()) {
                statements.add(part.strip());
            }
        }
        return statements;
    }
}
