package org.pimtools.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.pimtools.testkit.server.Database;

/**
 * Knows what each module's database must hold at a version, without a word of the tool: from the dump of a database that plain
 * Flyway brought there.
 */
final class ModuleOracle {
    private static final String REFERENCE = "oracle";

    private final ModuleSite site;
    private final Map<List<Object>, String> dumps = new HashMap<>();

    ModuleOracle(ModuleSite site) {
        this.site = site;
    }

    /** What the dump of the module's database must be. */
    String dump(LabModule module, int version) {
        return dumps.computeIfAbsent(List.of(module.name(), version), any -> {
            try (Database reference = site.server().createDatabase(REFERENCE)) {
                if (version > 0) {
                    site.flyway(module, REFERENCE, Integer.toString(version)).migrate();
                }
                return reference.dump("flyway_schema_history");
            }
        });
    }

    /** @throws RehearsalException when the database is not what the module's scripts make of it at that version */
    void at(LabModule module, int version) {
        String wanted = dump(module, version);
        String found = site.dump(module);
        if (!found.equals(wanted)) {
            throw new RehearsalException("the database of " + module.name() + " is not at version " + version + ": "
                    + firstDifference(wanted, found));
        }
    }

    /** @throws RehearsalException unless plain Flyway, which is to go to that version, finds history and folder to agree, and nothing to do */
    void flywayIsContent(LabModule module, int version) {
        try {
            Flyway flyway = site.flyway(module, module.name(), Integer.toString(version));
            flyway.validate();
            int executed = flyway.migrate().migrationsExecuted;
            if (executed != 0) {
                throw new RehearsalException("plain Flyway ran " + executed + " migrations of " + module.name());
            }
        } catch (FlywayException e) {
            throw new RehearsalException("plain Flyway refuses " + module.name() + ": " + e.getMessage());
        }
    }

    /** Writes the dumps of all modules' databases, to be looked at. */
    void write(Path folder) {
        try {
            Files.createDirectories(folder);
            for (LabModule module : site.modules()) {
                Files.writeString(folder.resolve(module.name() + ".sql"), site.dumpOfAll(module));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String firstDifference(String wanted, String found) {
        List<String> expected = wanted.lines().toList();
        List<String> actual = found.lines().toList();
        int line = 0;
        while (line < expected.size()
                && line < actual.size()
                && expected.get(line).equals(actual.get(line))) {
            line++;
        }
        return "in line " + (line + 1) + " of the dump is \"" + at(actual, line) + "\" instead of \""
                + at(expected, line) + "\"";
    }

    private static String at(List<String> lines, int line) {
        return line < lines.size() ? lines.get(line) : "";
    }
}
