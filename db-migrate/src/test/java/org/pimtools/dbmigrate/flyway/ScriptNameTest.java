package org.pimtools.dbmigrate.flyway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.ClassicConfiguration;
import org.flywaydb.core.internal.resource.ResourceName;
import org.flywaydb.core.internal.resource.ResourceNameParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pimtools.dbmigrate.script.Direction;
import org.pimtools.dbmigrate.script.Version;

/** Names of files, with Flyway's own parser as the judge. */
class ScriptNameTest {
    private static final ResourceNameParser FLYWAY = new ResourceNameParser(new ClassicConfiguration());
    private static final List<String> PIECES = List.of(
            "V",
            "v",
            "R",
            "B",
            "U",
            "_",
            "__",
            ".",
            "1",
            "0",
            "10",
            "007",
            "20240131093000",
            "a",
            "x y",
            "é",
            ".sql",
            ".SQL",
            ".Sql",
            "afterMigrate",
            "createSchema",
            "views");

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "V1_10__x.sql, 1.10, x",
                "V2.3__y_and_z.sql, 2.3, y and z",
                "V20240131093000__z.sql, 20240131093000, z",
                "V007__a.sql, 007, a",
                "V3__capitals.SQL, 3, capitals",
                "V4__a__b.sql, 4, a  b",
                "V5.sql, 5, \"\"",
            })
    void takesWhatFlywayTakes(String name, String version, String description) {
        ScriptName.Versioned script = (ScriptName.Versioned) ScriptName.of(name, Direction.MIGRATE);
        assertEquals(version, script.version().toString());
        assertEquals(description, script.description());
        assertEquals(script, ScriptName.of("U" + name.substring(1), Direction.UNDO));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "V366_no_double_underscore.sql",
                "v12__small_letter.sql",
                "V1a__x.sql",
                "V__x.sql",
                "R1__x.sql",
                "V1__x.java",
                "U1__x.sql",
                "V2_x.sh",
                ".V1__x.sql",
                "._V1__x.sql",
                " V1__x.sql",
                "V1__x.sql ",
                "V 1__x.sql",
                "V1.-2__x.sql",
                "V1.__x.sql"
            })
    void namesWhatWasMeantForOne(String name) {
        assertEquals(new ScriptName.Mistaken(), ScriptName.of(name, Direction.MIGRATE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"README.md", "views.sql", "rollback.sql", "data.csv", "V1__x.sql~", ".V1__x.sql.swp", "undo.sql"
            })
    void leavesAloneWhatWasNot(String name) {
        assertEquals(new ScriptName.Other(), ScriptName.of(name, Direction.MIGRATE));
    }

    @Test
    void refusesWhatFlywayRunsAndWeDoNot() {
        List<String> names =
                new ArrayList<>(List.of("R__views.sql", "B5__x.sql", "V1__x.sql.conf", "afterMigrate__x.sql"));
        Stream.of(Event.values()).forEach(event -> names.add(event.getId() + ".sql"));
        for (String name : names) {
            assertTrue(ScriptName.of(name, Direction.MIGRATE) instanceof ScriptName.Unsupported, name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"V-1__x.sql", "V+2__x.sql", "V-1.2__x.sql", "V\u0661__x.sql", "V\uff11__x.sql", "LONG"})
    void refusesAVersionThatFlywayReadsAndWeDoNot(String name) {
        String file = name.equals("LONG") ? "V" + "1".repeat(51) + "__x.sql" : name;
        assertTrue(FLYWAY.parse(file).isValid(), file);
        assertTrue(ScriptName.of(file, Direction.MIGRATE) instanceof ScriptName.Unsupported, file);
        assertTrue(ScriptName.of("U" + file.substring(1), Direction.UNDO) instanceof ScriptName.Unsupported, file);
    }

    @Test
    void agreesWithFlywayOnEveryName() {
        Random random = new Random(15);
        int versions = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder name = new StringBuilder(random.nextInt(4) > 0 ? "V1" : "");
            for (int piece = random.nextInt(5); piece >= 0; piece--) {
                name.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            String file = name + (random.nextInt(4) > 0 ? ".sql" : ".SQL");
            ScriptName ours = ScriptName.of(file, Direction.MIGRATE);
            assertEquals(
                    flyway(file),
                    ours instanceof ScriptName.Versioned found ? Optional.of(found) : Optional.empty(),
                    file);
            versions += ours instanceof ScriptName.Versioned ? 1 : 0;
        }
        assertTrue(versions > 1_000, versions + " names had a version");
    }

    @Test
    void ordersVersionsAsFlywayDoes() {
        Random random = new Random(16);
        for (int i = 0; i < 20_000; i++) {
            String one = version(random);
            String other = version(random);
            assertEquals(
                    Integer.signum(MigrationVersion.fromVersion(one).compareTo(MigrationVersion.fromVersion(other))),
                    Integer.signum(Version.of(one).compareTo(Version.of(other))),
                    one + " and " + other);
        }
        assertEquals(Version.of("7"), Version.of("007"));
        assertEquals(Version.of("7.0").hashCode(), Version.of("7").hashCode());
        assertTrue(Version.of("1.10").compareTo(Version.of("1_9")) > 0);
    }

    private static String version(Random random) {
        StringBuilder version = new StringBuilder(String.valueOf(random.nextInt(3)));
        for (int part = random.nextInt(3); part > 0; part--) {
            version.append(random.nextBoolean() ? "." : "_").append(random.nextInt(12));
        }
        return version.toString();
    }

    private static Optional<ScriptName.Versioned> flyway(String file) {
        ResourceName parsed = FLYWAY.parse(file);
        if (!parsed.isValid()
                || parsed.getVersion() == null
                || !parsed.getPrefix().equals("V")) {
            return Optional.empty();
        }
        try {
            return Version.parse(parsed.getVersion().getRawVersion())
                    .map(version -> new ScriptName.Versioned(version, parsed.getDescription()));
        } catch (FlywayException e) {
            return Optional.empty();
        }
    }
}
