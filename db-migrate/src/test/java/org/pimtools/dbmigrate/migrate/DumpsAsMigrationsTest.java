package org.pimtools.dbmigrate.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.testkit.server.Database;
import org.pimtools.testkit.server.MariaDbServer;
import org.pimtools.testkit.server.Tools;
import org.pimtools.testkit.world.Kinton;
import org.pimtools.testkit.world.Size;
import org.pimtools.testkit.world.World;

/**
 * What {@code mariadb-dump} writes of a database, as the first migration of a module: it makes the same database, at once and when it is
 * cut off at many round trips and resumed, and plain Flyway takes it for valid.
 */
@Tag("slow")
class DumpsAsMigrationsTest {
    /** How many round trips are tried, spread over the whole run. */
    private static final int CUTS = Integer.getInteger("pim.cuts", 12);

    private final MariaDbServer server = MariaDbServer.shared();

    @TempDir
    Path folder;

    @Test
    void thePlatform() throws Exception {
        assertRunsAndResumes(connection -> {
            Kinton.create(connection);
            World.of(5, new Size(2, 120)).seed(connection);
        });
    }

    /** A shop as one finds many: all kinds of columns and keys, texts with quotes in them, a view on a view, triggers, routines. */
    @Test
    void aShop() throws Exception {
        assertRunsAndResumes(connection -> {
            try (Statement statement = connection.createStatement()) {
                for (String sql : SHOP.split(";;\n")) {
                    statement.execute(sql);
                }
            }
        });
    }

    private interface Fill {
        void into(Connection connection) throws SQLException;
    }

    private void assertRunsAndResumes(Fill fill) throws Exception {
        Tools.require("mariadb-dump");
        String script;
        String expected;
        try (Database source = server.createDatabase();
                Connection connection = source.connect()) {
            fill.into(connection);
            script = server.run("mariadb-dump", Path.of("/dev/null"), List.of("--routines", source.name()));
            expected = source.dump();
        }
        try (MigrationRig rig = rig("undisturbed", script)) {
            assertInstanceOf(ModuleResult.Changed.class, rig.newest());
            assertEquals(expected, dump(rig));
            rig.plainFlyway().validate();
        }
        int roundTrips = roundTrips(script);
        for (int at = 1; at <= roundTrips; at += Math.max(1, roundTrips / CUTS)) {
            try (MigrationRig rig = rig("cut" + at, script)) {
                assertTrue(rig.cutOff(at), "not cut off at " + at + " of " + roundTrips);
                ModuleResult result = rig.newest();
                String where = "cut off at " + at + " of " + roundTrips + ": " + result;
                if (!(result instanceof ModuleResult.NoChanges)) {
                    assertInstanceOf(ModuleResult.Changed.class, result, where);
                }
                assertEquals(expected, dump(rig), where);
                rig.plainFlyway().validate();
            }
        }
    }

    /** Of all but the books that are kept of versions. */
    private static String dump(MigrationRig rig) {
        return rig.database()
                .dump(
                        "flyway_schema_history",
                        "aos_migrate_script",
                        "aos_migrate_statement",
                        "aos_migrate_lease",
                        "aos_migrate_counter");
    }

    /** How many round trips a run takes that nothing disturbs. */
    private int roundTrips(String script) throws Exception {
        try (MigrationRig rig = rig("counted", script)) {
            return rig.roundTrips();
        }
    }

    private MigrationRig rig(String name, String script) throws Exception {
        String database = "dump_" + UUID.randomUUID().toString().substring(0, 8);
        MigrationRig rig = new MigrationRig(server, folder.resolve(name), database);
        rig.migration(1, "dump", script);
        return rig;
    }

    private static final String SHOP = """
            CREATE TABLE customers (
              id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
              email VARCHAR(190) NOT NULL, name VARCHAR(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci,
              kind ENUM('person', 'company', 'it''s neither') NOT NULL DEFAULT 'person',
              flags SET('news', 'offers') DEFAULT NULL, settings LONGTEXT CHECK (JSON_VALID(settings)),
              since TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, photo BLOB,
              UNIQUE KEY email (email), FULLTEXT KEY words (name)) ENGINE=InnoDB COMMENT='who buys; and "how"'
            ;;
            CREATE TABLE products (
              id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, parent INT, title VARCHAR(200) NOT NULL,
              net DECIMAL(10,2) NOT NULL, gross DECIMAL(12,4) AS (net * 1.19) STORED, weight DOUBLE, bits BIT(5),
              KEY parent (parent), CONSTRAINT product_of FOREIGN KEY (parent) REFERENCES products (id) ON DELETE SET NULL)
              ENGINE=InnoDB
            ;;
            CREATE TABLE orders (
              id BIGINT NOT NULL, placed DATE NOT NULL, customer INT UNSIGNED NOT NULL, product INT NOT NULL, count INT NOT NULL,
              PRIMARY KEY (id, placed)) ENGINE=InnoDB
              PARTITION BY RANGE (YEAR(placed)) (PARTITION old VALUES LESS THAN (2020), PARTITION new VALUES LESS THAN MAXVALUE)
            ;;
            CREATE TABLE stock (product INT NOT NULL PRIMARY KEY, count INT NOT NULL) ENGINE=InnoDB
            ;;
            INSERT INTO customers (email, name, kind, flags, settings, since, photo) VALUES
              ('a@example.org', 'Ä; "B" \\\\ C''s', 'company', 'news,offers', '{"a": [1, "/* b */"]}', '2020-02-02 02:02:02', X'00270A0D5C1A'),
              ('b@example.org', '-- none', 'it''s neither', NULL, NULL, '2021-03-28 03:30:00', NULL),
              ('c@example.org', '😀\nDELIMITER ;;', 'person', '', '[]', '2022-01-01 00:00:00', '')
            ;;
            INSERT INTO products (parent, title, net, weight, bits) VALUES
              (NULL, 'all', 0, 1e-7, b'10101'), (1, 'one; two', 9.99, NULL, NULL), (1, 'LOCK TABLES', 5, 2.5, b'1')
            ;;
            INSERT INTO orders VALUES (1, '2019-12-31', 1, 2, 3), (2, '2020-01-01', 2, 3, 4)
            ;;
            INSERT INTO stock VALUES (1, 0), (2, 10), (3, 20)
            ;;
            CREATE FUNCTION price(p INT) RETURNS DECIMAL(12,2) READS SQL DATA
            BEGIN
              DECLARE found DECIMAL(12,2);
              SELECT gross INTO found FROM products WHERE id = p; -- it's one row
              RETURN found;
            END
            ;;
            CREATE PROCEDURE restock(IN p INT, IN n INT)
            BEGIN
              IF n > 0 THEN
                UPDATE stock SET count = count + n WHERE product = p;
              END IF;
            END
            ;;
            CREATE TRIGGER taken AFTER INSERT ON orders FOR EACH ROW
            BEGIN
              UPDATE stock SET count = count - NEW.count WHERE product = NEW.product;
            END
            ;;
            CREATE VIEW sold AS SELECT o.id, p.title, o.count * price(p.id) AS total FROM orders o JOIN products p ON p.id = o.product
            ;;
            CREATE VIEW best AS SELECT title, SUM(total) AS total FROM sold GROUP BY title
            ;;
            """;
}
