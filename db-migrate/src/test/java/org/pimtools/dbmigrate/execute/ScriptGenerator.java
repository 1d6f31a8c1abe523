package org.pimtools.dbmigrate.execute;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.pimtools.dbmigrate.execute.GeneratedScript.Line;

/**
 * Writes scripts as modules' authors do, at random and without an error: every statement of them succeeds. Written numbers are used
 * once, so that a row that is lost or there twice shows. Rows of a SELECT get no numbers by the server: how many InnoDB sets aside for
 * them depends on what else its session has inserted.
 */
final class ScriptGenerator {
    private static final int FEWEST_BLOCKS = 3;
    private static final int MORE_BLOCKS = 7;

    /** A table with {@code id}, {@code v} and {@code w}; one that others refer to is neither dropped nor renamed. */
    private static final class Table {
        private String name;
        private final String database;
        private final boolean hasTransactions;
        private boolean referred;
        private int columns;

        private Table(String name, String database, boolean hasTransactions) {
            this.name = name;
            this.database = database;
            this.hasTransactions = hasTransactions;
        }
    }

    private final Random chance;
    private final List<Line> lines = new ArrayList<>();
    private final List<Table> tables = new ArrayList<>();
    private final List<String> temporary = new ArrayList<>();
    private String current = "{db}";
    private int serial;

    private ScriptGenerator(long seed) {
        chance = new Random(seed);
    }

    static GeneratedScript script(long seed) {
        ScriptGenerator generator = new ScriptGenerator(seed);
        generator.write();
        return new GeneratedScript(generator.lines);
    }

    private void write() {
        newTable();
        rows();
        List<Runnable> blocks = List.of(
                this::newTable,
                this::newTable,
                this::filledTable,
                this::rows,
                this::rows,
                this::rows,
                this::columns,
                this::keys,
                this::otherName,
                this::dropped,
                this::truncated,
                this::variables,
                this::lastNumber,
                this::rowCount,
                this::trigger,
                this::triggerElsewhere,
                this::procedure,
                this::procedureOfTheSameName,
                this::variablesOfRoutines,
                this::function,
                this::view,
                this::temporaryTable,
                this::useOfATemporaryTable,
                this::lockedTables,
                this::dump,
                this::transaction,
                this::takenBack,
                this::withoutAutocommit,
                this::isolation,
                this::mode,
                this::clock,
                this::characterSet,
                this::database,
                this::event,
                this::sequence,
                this::versioned,
                this::prepared,
                this::compound,
                this::foreignKeys,
                this::partitions,
                this::forTheServer,
                this::withoutTransactions,
                this::harmless);
        int count = FEWEST_BLOCKS + chance.nextInt(MORE_BLOCKS);
        for (int i = 0; i < count; i++) {
            blocks.get(chance.nextInt(blocks.size())).run();
        }
    }

    private void add(String sql) {
        lines.add(Line.of(sql));
    }

    private int number() {
        return ++serial;
    }

    private Table any() {
        return tables.get(chance.nextInt(tables.size()));
    }

    /** A table that nothing refers to, if there is one. */
    private Table free() {
        List<Table> free = tables.stream().filter(table -> !table.referred).toList();
        if (free.isEmpty()) {
            newTable();
            return tables.get(tables.size() - 1);
        }
        return free.get(chance.nextInt(free.size()));
    }

    private String ref(Table table) {
        boolean plain = table.database.equals(current) && chance.nextInt(4) > 0;
        return plain ? "`" + table.name + "`" : table.database + "." + table.name;
    }

    private Table made(String engine) {
        Table table = new Table("t" + number(), current, !engine.equals("MyISAM") && !engine.equals("Aria"));
        tables.add(table);
        return table;
    }

    private void newTable() {
        boolean careful = chance.nextInt(5) == 0;
        Table table = made("InnoDB");
        add("CREATE TABLE " + (careful ? "IF NOT EXISTS " : "") + table.name
                + " (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, v INT, w VARCHAR(50) DEFAULT 'it''s') ENGINE=InnoDB");
    }

    private void filledTable() {
        Table from = any();
        String source = ref(from);
        Table table = made("InnoDB");
        add("CREATE TABLE " + table.name
                + " (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, v INT, w VARCHAR(50)) ENGINE=InnoDB SELECT id, v, w FROM "
                + source);
    }

    private void withoutTransactions() {
        String engine = chance.nextBoolean() ? "MyISAM" : "Aria";
        Table table = made(engine);
        add("CREATE TABLE " + table.name + " (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, v INT, w VARCHAR(50)) ENGINE="
                + engine);
        insert(table);
    }

    private void rows() {
        int count = 1 + chance.nextInt(6);
        for (int i = 0; i < count; i++) {
            row(any());
        }
    }

    private void insert(Table table) {
        add("INSERT INTO " + ref(table) + " (v, w) VALUES (" + number() + ", 'a;b')");
    }

    private void row(Table table) {
        switch (chance.nextInt(7)) {
            case 0 -> add("INSERT INTO " + ref(table) + " (v) VALUES (" + number() + "), (" + number() + ")");
            case 1 -> add("UPDATE " + ref(table) + " SET v = v + 1000 WHERE v % 2 = " + chance.nextInt(2));
            case 2 -> add("DELETE FROM " + ref(table) + " WHERE v % 7 = " + chance.nextInt(7));
            case 3 ->
                add("INSERT INTO " + ref(table) + " (id, v, w) SELECT COALESCE(MAX(id), 0) + 1, " + number()
                        + ", MAX(w) FROM " + ref(table));
            case 4 -> add("REPLACE INTO " + ref(table) + " (id, v) VALUES (1, " + number() + ")");
            case 5 ->
                add("INSERT INTO " + ref(table) + " (id, v) VALUES (2, " + number()
                        + ") ON DUPLICATE KEY UPDATE v = v + 500");
            default -> insert(table);
        }
    }

    private void columns() {
        Table table = any();
        switch (chance.nextInt(4)) {
            case 0 -> add("ALTER TABLE " + ref(table) + " COMMENT = 'number " + number() + "'");
            case 1 -> add("ALTER TABLE " + ref(table) + " MODIFY w VARCHAR(" + (60 + number()) + ")");
            case 2 -> {
                if (table.columns > 0) {
                    add("ALTER TABLE " + ref(table) + " DROP COLUMN c" + table.columns--);
                }
            }
            default ->
                add("ALTER TABLE " + ref(table) + " ADD COLUMN c" + ++table.columns + " INT DEFAULT " + number());
        }
        insert(table);
    }

    private void keys() {
        Table table = any();
        String key = "k" + number();
        add(
                chance.nextBoolean()
                        ? "CREATE INDEX " + key + " ON " + ref(table) + " (v)"
                        : "ALTER TABLE " + ref(table) + " ADD KEY " + key + " (v)");
        if (chance.nextBoolean()) {
            insert(table);
            add("DROP INDEX " + key + " ON " + ref(table));
        }
    }

    private void otherName() {
        Table table = free();
        String name = "n" + number();
        if (chance.nextInt(3) == 0) {
            add("ALTER TABLE " + ref(table) + " RENAME TO " + table.database + "." + name);
        } else if (chance.nextBoolean()) {
            add("RENAME TABLE " + ref(table) + " TO " + table.database + "." + name);
        } else {
            Table other = free();
            String third = table.database + ".swap" + number();
            if (other == table || !other.database.equals(table.database)) {
                return;
            }
            String one = ref(table);
            String two = ref(other);
            add("RENAME TABLE " + one + " TO " + third + ", " + two + " TO " + one + ", " + third + " TO " + two);
            name = other.name;
            other.name = table.name;
        }
        table.name = name;
        insert(table);
    }

    private void dropped() {
        Table table = free();
        if (tables.size() > 1) {
            add("DROP TABLE " + (chance.nextBoolean() ? "IF EXISTS " : "") + ref(table));
            tables.remove(table);
        }
    }

    private void truncated() {
        Table table = free();
        add("TRUNCATE TABLE " + ref(table));
        insert(table);
    }

    private void variables() {
        String name = "@a" + number();
        add(
                chance.nextBoolean()
                        ? "SET " + name + " = (SELECT COUNT(*) FROM " + ref(any()) + "), @text = 'é\\\\'"
                        : "SELECT COALESCE(SUM(v), 0) INTO " + name + " FROM " + ref(any()));
        row(any());
        add("INSERT INTO " + ref(any()) + " (v, w) VALUES (" + name + ", 'x')");
        add("SET " + name + " = " + name + " + 1");
        add("INSERT INTO " + ref(any()) + " (v) VALUES (" + name + ")");
    }

    private void lastNumber() {
        Table first = any();
        insert(first);
        Table second = any();
        String into = "INSERT INTO " + ref(second) + " (v) ";
        lines.add(new Line(
                into + "VALUES (LAST_INSERT_ID())", "", into + "VALUES ([SELECT MAX(id) FROM " + ref(first) + "])"));
        String behind = "INSERT INTO " + ref(any()) + " (v) ";
        lines.add(new Line(
                behind + "VALUES (LAST_INSERT_ID() + 1)",
                "",
                behind + "VALUES ([SELECT MAX(id) + 1 FROM " + ref(second) + "])"));
    }

    private void rowCount() {
        Table table = free();
        add("INSERT INTO " + ref(table) + " (v) VALUES (" + number() + "), (" + number() + "), (" + number() + ")");
        String behind = "INSERT INTO " + ref(any()) + " (v) VALUES (";
        lines.add(new Line(behind + "ROW_COUNT())", "", behind + "3)"));
    }

    private Table side(String database, String engine) {
        String name = "side" + number();
        add("CREATE TABLE " + database + "." + name
                + " (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, v INT, w VARCHAR(50)) ENGINE=" + engine);
        Table table = new Table(name, database, engine.equals("InnoDB"));
        table.referred = true;
        tables.add(table);
        return table;
    }

    private void triggerOn(Table table, Table side) {
        table.referred = true;
        String name = table.database + ".g" + number();
        add("CREATE TRIGGER " + name + (chance.nextBoolean() ? " AFTER INSERT ON " : " BEFORE INSERT ON ")
                + table.database + "." + table.name + " FOR EACH ROW BEGIN INSERT INTO " + side.database + "."
                + side.name
                + " (v) VALUES (NEW.v); END");
        insert(table);
        insert(table);
    }

    private void trigger() {
        Table table = free();
        triggerOn(table, side(table.database, "InnoDB"));
    }

    private void triggerElsewhere() {
        Table table = free();
        triggerOn(table, side("{other}", chance.nextInt(3) == 0 ? "MyISAM" : "InnoDB"));
    }

    private void procedure() {
        Table table = any();
        table.referred = true;
        String name = "p" + number();
        String commits = chance.nextInt(4) == 0 ? " COMMIT;" : "";
        String target = table.database + "." + table.name;
        add("CREATE PROCEDURE " + name + "(IN n INT, OUT o INT)\nBEGIN\n  DECLARE i INT DEFAULT 0;\n  WHILE i < 2 DO\n"
                + "    INSERT INTO " + target + " (v) VALUES (n + i);" + commits
                + "\n    SET i = i + 1;\n  END WHILE;\n"
                + "  SELECT COUNT(*) INTO o FROM " + target + ";\nEND");
        String schema = current;
        insert(any());
        call(schema + "." + name, target);
        add("INSERT INTO " + ref(any()) + " (v) VALUES (@o)");
        if (schema.equals(current)) {
            call(name, target);
        }
        if (chance.nextBoolean()) {
            add("DROP PROCEDURE " + schema + "." + name);
        }
    }

    private void call(String procedure, String counted) {
        lines.add(new GeneratedScript.Line(
                "CALL " + procedure + "(" + number() + ", @o)", "", "SET @o = (SELECT COUNT(*) FROM " + counted + ")"));
    }

    /** Judged in the wrong database, the other one would be taken back, which it cannot be. */
    private void procedureOfTheSameName() {
        Table good = side("{db}", "InnoDB");
        Table bad = side("{other}", "MyISAM");
        String name = "same" + number();
        for (Table table : List.of(good, bad)) {
            add("CREATE PROCEDURE " + table.database + "." + name + "(n INT) INSERT INTO " + table.database + "."
                    + table.name + " (v) VALUES (n)");
        }
        String before = current;
        use("{other}");
        add("CALL " + name + "(" + number() + ")");
        insert(any());
        use("{db}");
        add("CALL " + name + "(" + number() + ")");
        use(before);
    }

    /** Nothing in the script itself shows that one leaves something to the other. */
    private void variablesOfRoutines() {
        Table table = any();
        table.referred = true;
        String name = current + ".r" + number();
        String variable = "@r" + number();
        String target = table.database + "." + table.name;
        add("CREATE PROCEDURE " + name + "(n INT) BEGIN SET " + variable
                + " = n; SET group_concat_max_len = 4096; END");
        add("CREATE PROCEDURE " + name + "b() INSERT INTO " + target + " (v) VALUES (" + variable
                + " + @@group_concat_max_len)");
        add("CALL " + name + "(" + number() + ")");
        rows();
        if (chance.nextBoolean()) {
            columns();
        }
        add("CALL " + name + "b()");
    }

    private void use(String database) {
        if (!current.equals(database)) {
            add("USE " + database);
            current = database;
        }
    }

    private void function() {
        Table side = side(current, chance.nextInt(4) == 0 ? "MyISAM" : "InnoDB");
        String name = "f" + number();
        add("CREATE FUNCTION " + name + "(n INT) RETURNS INT MODIFIES SQL DATA\nBEGIN\n  INSERT INTO " + side.database
                + "." + side.name + " (v) VALUES (n);\n  RETURN n + 1;\nEND");
        String call = current + "." + name + "(" + number() + ")";
        switch (chance.nextInt(4)) {
            case 0 -> add("SET @f = " + call);
            case 1 -> add("SELECT " + call);
            case 2 -> add("DO " + call);
            default -> {
                // a table that the function writes cannot be written by the statement that calls it
                newTable();
                add("INSERT INTO " + current + "." + tables.get(tables.size() - 1).name + " (v) VALUES (" + call + ")");
            }
        }
        insert(any());
    }

    private void view() {
        Table table = any();
        table.referred = true;
        String name = "w" + number();
        add((chance.nextBoolean() ? "CREATE VIEW " : "CREATE OR REPLACE VIEW ") + name + " AS SELECT id, v FROM "
                + table.database + "." + table.name);
        add("INSERT INTO " + current + "." + name + " (v) VALUES (" + number() + ")");
        if (chance.nextInt(3) == 0) {
            add("DROP VIEW " + current + "." + name);
        }
    }

    private void temporaryTable() {
        String thing = "tmp" + number();
        String name = current + "." + thing;
        boolean memory = chance.nextBoolean();
        lines.add(new Line(
                "CREATE TEMPORARY TABLE " + name + " (v INT) ENGINE=" + (memory ? "MEMORY" : "InnoDB"), thing, ""));
        fill(name, thing);
        insert(any());
        fromTemporary(name);
        fill(name, thing);
        fromTemporary(name);
        if (chance.nextBoolean()) {
            add("DROP TEMPORARY TABLE " + name);
        } else {
            temporary.add(name);
        }
    }

    private void fill(String name, String thing) {
        lines.add(new Line("INSERT INTO " + name + " (v) VALUES (" + number() + "), (" + number() + ")", thing, ""));
    }

    private void fromTemporary(String name) {
        add("INSERT INTO " + ref(any()) + " (v) VALUES ((SELECT SUM(v) FROM " + name + "))");
    }

    private void useOfATemporaryTable() {
        if (!temporary.isEmpty()) {
            fromTemporary(temporary.get(0));
        }
    }

    private void lockedTables() {
        Table table = any();
        Table other = free();
        boolean same = other == table;
        String one = table.database + "." + table.name;
        String two = other.database + "." + other.name;
        add("LOCK TABLES " + one + " WRITE" + (same ? "" : ", " + two + " WRITE"));
        add("INSERT INTO " + one + " (v) VALUES (" + number() + ")");
        add("UPDATE " + two + " SET v = v + 3");
        if (chance.nextBoolean()) {
            add("ALTER TABLE " + two + " COMMENT = 'locked " + number() + "'");
        }
        add("INSERT INTO " + two + " (v) VALUES (" + number() + ")");
        add("UNLOCK TABLES");
    }

    private void dump() {
        Table table = made("InnoDB");
        String name = "`" + table.name + "`";
        add("/*!40101 SET @saved_cs_client = @@character_set_client */");
        add("/*!40101 SET character_set_client = utf8mb4 */");
        add("CREATE TABLE " + name
                + " (`id` int(11) NOT NULL AUTO_INCREMENT, `v` int(11) DEFAULT NULL, `w` varchar(50) DEFAULT NULL,"
                + " PRIMARY KEY (`id`)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4");
        add("/*!40101 SET character_set_client = @saved_cs_client */");
        add("LOCK TABLES " + name + " WRITE");
        boolean off = chance.nextBoolean();
        if (off) {
            add("set autocommit=0");
        }
        add("/*!40000 ALTER TABLE " + name + " DISABLE KEYS */");
        add("INSERT INTO " + name + " VALUES (1," + number() + ",'one'),(2," + number() + ",'two')");
        add("/*!40000 ALTER TABLE " + name + " ENABLE KEYS */");
        add("UNLOCK TABLES");
        if (off) {
            add("commit");
            add("set autocommit=1");
        }
    }

    private void transaction() {
        add(chance.nextBoolean() ? "START TRANSACTION" : "BEGIN");
        row(any());
        // Aria has none
        if (chance.nextInt(3) == 0 && tables.stream().allMatch(table -> table.hasTransactions)) {
            add("SAVEPOINT s");
            insert(any());
            add(chance.nextBoolean() ? "ROLLBACK TO SAVEPOINT s" : "RELEASE SAVEPOINT s");
        }
        row(any());
        if (chance.nextInt(4) == 0) {
            columns();
        }
        add(chance.nextInt(4) == 0 ? "COMMIT AND CHAIN" : "COMMIT");
        insert(any());
        add("COMMIT");
    }

    private void takenBack() {
        List<Table> good = tables.stream()
                .filter(table -> table.hasTransactions && !table.referred)
                .toList();
        if (good.isEmpty()) {
            return;
        }
        Table table = good.get(chance.nextInt(good.size()));
        add("START TRANSACTION");
        add("UPDATE " + ref(table) + " SET v = v + 9999");
        insert(table);
        add("ROLLBACK");
        insert(table);
    }

    private void withoutAutocommit() {
        add("SET autocommit = 0");
        row(any());
        row(any());
        add("COMMIT");
        row(any());
        add("SET autocommit = 1");
    }

    private void isolation() {
        add("SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
        if (chance.nextBoolean()) {
            add("START TRANSACTION");
            row(any());
            add("COMMIT");
        } else {
            row(any());
        }
    }

    private void mode() {
        String mode = List.of("ANSI", "NO_BACKSLASH_ESCAPES", "TRADITIONAL", "NO_AUTO_VALUE_ON_ZERO", "")
                .get(chance.nextInt(5));
        if (chance.nextBoolean()) {
            add("SET @OLD_MODE = @@sql_mode, sql_mode = '" + mode + "'");
            columns();
            row(any());
            add("SET sql_mode = @OLD_MODE");
        } else {
            add("SET SESSION sql_mode = '" + mode + "'");
        }
        if (chance.nextBoolean()) {
            add("SET time_zone = '" + (chance.nextBoolean() ? "+05:30" : "-12:00") + "', foreign_key_checks = 0");
        }
    }

    private void clock() {
        add("SET timestamp = " + (86_400L * (1 + chance.nextInt(24_000))));
        add("INSERT INTO " + ref(any()) + " (v, w) VALUES (" + number() + ", CONCAT(NOW(), ''))");
        add("SET timestamp = DEFAULT");
        add("INSERT INTO " + ref(any()) + " (v) VALUES (NOW() = SYSDATE() OR YEAR(NOW()) > 2000)");
    }

    private void characterSet() {
        add("SET NAMES " + (chance.nextBoolean() ? "utf8mb4 COLLATE utf8mb4_unicode_ci" : "latin1"));
        add("INSERT INTO " + ref(any()) + " (v, w) VALUES (" + number() + ", 'plain')");
        add("SET NAMES utf8mb4");
    }

    private void database() {
        use(current.equals("{db}") ? "{other}" : "{db}");
        newTable();
        rows();
    }

    private void event() {
        String name = "e" + number();
        Table table = any();
        table.referred = true;
        add("CREATE EVENT " + (chance.nextInt(3) == 0 ? "IF NOT EXISTS " : "") + name
                + " ON SCHEDULE EVERY 1 DAY STARTS '2035-01-01 00:00:00' DO INSERT INTO " + table.database + "."
                + table.name + " (v) VALUES (1)");
        String schema = current;
        insert(any());
        switch (chance.nextInt(3)) {
            case 0 -> add("ALTER EVENT " + schema + "." + name + " DISABLE");
            case 1 -> add("DROP EVENT " + schema + "." + name);
            default -> {}
        }
    }

    private void sequence() {
        String name = current + ".s" + number();
        add("CREATE SEQUENCE " + name + " START WITH " + number() + " INCREMENT BY 3");
        add("INSERT INTO " + ref(any()) + " (v) VALUES (NEXTVAL(" + name + "))");
        insert(any());
        add("INSERT INTO " + ref(any()) + " (v) VALUES (NEXT VALUE FOR " + name + ")");
        if (chance.nextBoolean()) {
            String table = current + ".d" + number();
            add("CREATE TABLE " + table + " (id INT NOT NULL DEFAULT (NEXT VALUE FOR " + name
                    + "), v INT) ENGINE=InnoDB");
            add("INSERT INTO " + table + " (v) VALUES (" + number() + ")");
            add("INSERT INTO " + table + " (v) VALUES (" + number() + ")");
            add("DROP TABLE " + table);
        }
        switch (chance.nextInt(3)) {
            case 0 -> add("ALTER SEQUENCE " + name + " INCREMENT BY 5");
            case 1 -> add("DROP SEQUENCE " + name);
            default -> add("SELECT SETVAL(" + name + ", 5000)");
        }
    }

    private void versioned() {
        String name = current + ".h" + number();
        add("CREATE TABLE " + name
                + " (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, v INT) ENGINE=InnoDB WITH SYSTEM VERSIONING");
        add("INSERT INTO " + name + " (v) VALUES (" + number() + ")");
        add("UPDATE " + name + " SET v = " + number());
        add("INSERT INTO " + name + " (v) VALUES (" + number() + ")");
        add("DELETE FROM " + name + " WHERE id = 1");
        if (chance.nextBoolean()) {
            add("SET @@system_versioning_alter_history = 1");
            add("ALTER TABLE " + name + " ADD COLUMN c INT");
        }
        if (chance.nextBoolean()) {
            add("DELETE HISTORY FROM " + name);
        }
    }

    private void prepared() {
        String name = "q" + number();
        Table table = any();
        table.referred = true;
        lines.add(new Line(
                "PREPARE " + name + " FROM 'INSERT INTO " + table.database + "." + table.name + " (v) VALUES (?)'",
                name,
                ""));
        add("SET @q = " + number());
        add("EXECUTE " + name + " USING @q");
        insert(any());
        if (chance.nextBoolean()) {
            add("EXECUTE " + name + " USING @q");
        }
        if (chance.nextBoolean()) {
            add("DEALLOCATE PREPARE " + name);
        }
        if (chance.nextInt(3) == 0) {
            add("EXECUTE IMMEDIATE 'INSERT INTO " + table.database + "." + table.name + " (v) VALUES (" + number()
                    + ")'");
        }
    }

    private void compound() {
        Table table = any();
        add("BEGIN NOT ATOMIC\n  DECLARE i INT DEFAULT 0;\n  WHILE i < 3 DO\n    INSERT INTO " + table.database + "."
                + table.name + " (v) VALUES (" + number() + ");\n    SET i = i + 1;\n  END WHILE;\nEND");
    }

    private void foreignKeys() {
        String parent = "par" + number();
        String child = "chi" + number();
        String schema = current + ".";
        add("CREATE TABLE " + schema + parent + " (id INT PRIMARY KEY) ENGINE=InnoDB");
        add("CREATE TABLE " + schema + child + " (id INT PRIMARY KEY, p INT, CONSTRAINT fk" + number()
                + " FOREIGN KEY (p) REFERENCES " + parent + " (id) ON DELETE CASCADE) ENGINE=InnoDB");
        add("INSERT INTO " + schema + parent + " VALUES (1), (2)");
        add("INSERT INTO " + schema + child + " VALUES (" + number() + ", 1), (" + number() + ", 2)");
        add("DELETE FROM " + schema + parent + " WHERE id = 2");
        if (chance.nextBoolean()) {
            add("RENAME TABLE " + schema + child + " TO " + schema + "r" + child + ", " + schema + parent + " TO "
                    + schema + "r" + parent);
        }
    }

    private void partitions() {
        String name = current + ".part" + number();
        add("CREATE TABLE " + name + " (id INT NOT NULL PRIMARY KEY, v INT) ENGINE=InnoDB PARTITION BY RANGE (id)"
                + " (PARTITION p0 VALUES LESS THAN (100), PARTITION p1 VALUES LESS THAN (200))");
        add("INSERT INTO " + name + " VALUES (1, " + number() + "), (150, " + number() + ")");
        add("ALTER TABLE " + name + " ADD PARTITION (PARTITION p2 VALUES LESS THAN (300))");
        add("INSERT INTO " + name + " VALUES (250, " + number() + ")");
        add(
                chance.nextBoolean()
                        ? "ALTER TABLE " + name + " DROP PARTITION p0"
                        : "ALTER TABLE " + name + " TRUNCATE PARTITION p1");
    }

    private void forTheServer() {
        add("/*!50003 INSERT INTO " + ref(any()) + " (v) VALUES (" + number() + ") */");
        add("/*M!100100 UPDATE " + ref(any()) + " SET v = v + 2 */");
        add("INSERT INTO " + ref(any()) + " (v) VALUES (" + number() + " /*!99999 + 1000 */)");
        add("SET STATEMENT max_statement_time = 100 FOR INSERT INTO " + ref(any()) + " (v) VALUES (" + number() + ")");
    }

    private void harmless() {
        add("ANALYZE TABLE " + ref(any()));
        add("FLUSH TABLES " + ref(any()));
        add("SHOW TABLES");
        add("EXPLAIN SELECT * FROM " + ref(any()));
        insert(any());
    }
}
