package org.pimtools.common.profile;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.file.FileFailure;
import org.pimtools.common.text.Told;
import org.pimtools.common.yaml.PlainYaml;

/**
 * What the tables and columns that the tools use are called in the platform's database.
 *
 * @param passwords what is known of those that the platform stores in it
 * @param tables by the name that the tools use
 * @param references what names VMs by their old names, by the name that a profile gives each
 */
public record SchemaProfile(
        String name, StoredPasswords passwords, Map<String, Table> tables, Map<String, ReferenceRule> references) {
    private static final String SHIPPED = "kinton-5.3.yaml";

    public SchemaProfile {
        Objects.requireNonNull(name);
        Objects.requireNonNull(passwords);
        tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
        references = Collections.unmodifiableMap(new LinkedHashMap<>(references));
    }

    /**
     * One table.
     *
     * @param name in the database
     * @param optional true when it may be missing
     * @param columns names in the database, by the names that the tools use
     * @param optionalColumns those that may be missing in a table that is there, by the names that the tools use
     */
    public record Table(String name, boolean optional, Map<String, String> columns, Set<String> optionalColumns) {
        public Table {
            columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
            optionalColumns = Set.copyOf(optionalColumns);
        }
    }

    /** The profile that comes with the tools: the platform's database {@code kinton} of version 5.3. */
    public static SchemaProfile shipped() {
        try (InputStream in = SchemaProfile.class.getResourceAsStream(SHIPPED)) {
            ProfileParser parser = new ProfileParser(null);
            SchemaProfile profile = parser.parse(in.readAllBytes());
            if (!parser.faults().isEmpty()) {
                throw new IllegalStateException(String.join("; ", parser.faults()));
            }
            return profile;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a profile in YAML; what it does not name is as {@linkplain #shipped() shipped}.
     *
     * @throws ToolException that names all faults, when there are any
     */
    public static SchemaProfile load(Path file) {
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(PlainYaml.LARGEST + 1);
        } catch (IOException e) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "cannot read the schema profile " + file + ": " + FileFailure.reason(e),
                    "check path and permission",
                    e);
        }
        ProfileParser parser = new ProfileParser(shipped());
        SchemaProfile profile = parser.parse(content);
        List<String> faults = parser.faults();
        if (!faults.isEmpty()) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "the schema profile " + file + " is not valid: " + Told.of(faults),
                    "correct all of it: a profile names the tables and columns that differ from the shipped one");
        }
        return profile;
    }

    /**
     * A table's name in the database.
     *
     * @throws IllegalArgumentException when the tools know no such table
     */
    public String table(String table) {
        return known(table).name();
    }

    /**
     * A column's name in the database.
     *
     * @throws IllegalArgumentException when the tools know no such column
     */
    public String column(String table, String column) {
        String name = known(table).columns().get(column);
        if (name == null) {
            throw new IllegalArgumentException("no column " + table + "." + column + " in the schema profile");
        }
        return name;
    }

    /** {@link #table} as it stands in SQL. */
    public String quotedTable(String table) {
        return quoted(table(table));
    }

    /** {@link #column} as it stands in SQL. */
    public String quotedColumn(String table, String column) {
        return quoted(column(table, column));
    }

    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    private Table known(String table) {
        Table known = tables.get(table);
        if (known == null) {
            throw new IllegalArgumentException("no table " + table + " in the schema profile");
        }
        return known;
    }
}
