package org.pimtools.common.profile;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.plan.PlanLine.TargetColumn;
import org.pimtools.common.sql.KeyCell;
import org.pimtools.common.sql.KeyColumn;

/** Compares a database with a schema profile before anything is read from it. */
public final class SchemaCheck {
    private static final String VMS = "virtualmachine";
    private static final String PROVIDER_ID = "provider_id";

    private SchemaCheck() {}

    /**
     * Requires everything that the profile does not call optional.
     *
     * @throws ToolException that names every missing table and column
     */
    public static SchemaState check(Connection connection, SchemaProfile profile) throws SQLException {
        return check(connection, profile, false);
    }

    /**
     * Requires that no update of the schema is under way.
     *
     * @throws ToolException with {@link ExitCode#UNSAFE} that says who updates it, and since when
     */
    public static void requireNoUpdate(Connection connection, SchemaProfile profile) throws SQLException {
        Catalogue catalogue = Catalogue.read(connection);
        String table = "DATABASECHANGELOGLOCK";
        if (catalogue
                .column(profile.table(table), profile.column(table, "LOCKED"))
                .isPresent()) {
            Optional<SchemaUpdate> update = SchemaUpdate.read(connection, profile, catalogue);
            if (update.isPresent()) {
                throw update.get().refusal(catalogue.database());
            }
        }
    }

    /** Whether the database has the column, for an account that may read it. */
    public static boolean has(Connection connection, SchemaProfile profile, String table, String column)
            throws SQLException {
        return Catalogue.read(connection)
                .column(profile.table(table), profile.column(table, column))
                .isPresent();
    }

    /**
     * As above, but does without the columns {@code provider_id}, which a database before its update does not have.
     *
     * @param rehearsal true to do without those columns
     */
    public static SchemaState check(Connection connection, SchemaProfile profile, boolean rehearsal)
            throws SQLException {
        Catalogue catalogue = Catalogue.read(connection);
        List<String> missing = new ArrayList<>();
        Set<String> absent = new LinkedHashSet<>();
        Set<String> absentColumns = new LinkedHashSet<>();
        boolean onlyProviderId = true;
        boolean providerIdMissing = false;
        for (var entry : profile.tables().entrySet()) {
            String table = entry.getKey();
            SchemaProfile.Table names = entry.getValue();
            List<String> lacking = new ArrayList<>();
            if (!catalogue.hasTable(names.name())) {
                lacking.add("table " + names.name());
            } else {
                for (var column : names.columns().entrySet()) {
                    if (catalogue.column(names.name(), column.getValue()).isPresent()) {
                        continue;
                    }
                    if (names.optionalColumns().contains(column.getKey())) {
                        absentColumns.add(table + "." + column.getKey());
                        continue;
                    }
                    if (column.getKey().equals(PROVIDER_ID)) {
                        providerIdMissing |= table.equals(VMS);
                        if (rehearsal) {
                            absentColumns.add(table + "." + PROVIDER_ID);
                            continue;
                        }
                    }
                    lacking.add("column " + names.name() + "." + column.getValue());
                }
            }
            if (names.optional() && !lacking.isEmpty()) {
                absent.add(table);
            } else {
                onlyProviderId &= lacking.isEmpty() || lacking.size() == 1 && table.equals(VMS) && providerIdMissing;
                missing.addAll(lacking);
            }
        }
        List<ReferenceTable> references = new ArrayList<>();
        for (ReferenceRule rule : profile.references().values()) {
            List<String> lacking = new ArrayList<>();
            Optional<ReferenceTable> found = reference(catalogue, rule, lacking);
            found.ifPresent(references::add);
            if (!rule.optional()) {
                onlyProviderId &= lacking.isEmpty();
                missing.addAll(lacking);
            }
        }
        Optional<String> version =
                absent.contains("DATABASECHANGELOG") ? Optional.empty() : SchemaVersion.read(connection, profile);
        if (!missing.isEmpty()) {
            throw missing(connection, catalogue, missing, version, providerIdMissing, rehearsal, onlyProviderId);
        }
        Optional<TargetColumn> providerId = catalogue.column(profile.table(VMS), profile.column(VMS, PROVIDER_ID));
        List<TargetColumn> written = new ArrayList<>();
        providerId.ifPresent(written::add);
        for (EntityKind kind : EntityKind.others()) {
            EntityTable table = new EntityTable(kind, profile);
            if (!absent.contains(table.tool())) {
                catalogue.column(table.table(), table.providerId()).ifPresent(written::add);
            }
        }
        references.forEach(reference -> catalogue
                .column(reference.rule().table(), reference.rule().column())
                .ifPresent(written::add));
        List<String> triggers = Catalogue.triggers(connection, profile.table(VMS));
        return new SchemaState(
                absent,
                absentColumns,
                references,
                written,
                providerId,
                version,
                triggers,
                !triggers.isEmpty() || Privileges.of(connection).on(profile.table(VMS), "TRIGGER"));
    }

    /** The table and the types of its key; empty when something is {@code lacking}. */
    private static Optional<ReferenceTable> reference(Catalogue catalogue, ReferenceRule rule, List<String> lacking) {
        if (!catalogue.hasTable(rule.table())) {
            lacking.add("table " + rule.table());
            return Optional.empty();
        }
        List<KeyColumn> key = new ArrayList<>();
        for (String name : rule.key()) {
            Optional<TargetColumn> column = catalogue.column(rule.table(), name);
            column.flatMap(SchemaCheck::keyType)
                    .ifPresentOrElse(
                            type -> key.add(new KeyColumn(name, type)),
                            () -> lacking.add("column " + rule.table() + "." + name
                                    + (column.isPresent() ? " as an integer or a text" : "")));
        }
        for (String name : List.of(rule.vm(), rule.column())) {
            if (catalogue.column(rule.table(), name).isEmpty()) {
                lacking.add("column " + rule.table() + "." + name);
            }
        }
        return lacking.isEmpty() ? Optional.of(new ReferenceTable(rule, key)) : Optional.empty();
    }

    private static Optional<KeyCell.Type> keyType(TargetColumn column) {
        return switch (column.type().toLowerCase(Locale.ROOT)) {
            case "tinyint", "smallint", "mediumint", "int", "bigint" -> Optional.of(KeyCell.Type.NUMBER);
            case "char", "varchar" -> Optional.of(KeyCell.Type.TEXT);
            default -> Optional.empty();
        };
    }

    private static ToolException missing(
            Connection connection,
            Catalogue catalogue,
            List<String> missing,
            Optional<String> version,
            boolean providerIdMissing,
            boolean rehearsal,
            boolean onlyProviderId)
            throws SQLException {
        List<String> hints = new ArrayList<>();
        if (providerIdMissing && !rehearsal) {
            hints.add("the database has not been updated to 5.3 yet: update it first, or make a rehearsal plan");
        }
        if (!onlyProviderId) {
            hints.add("a table or column of another name goes into a schema profile");
        }
        if (!Privileges.of(connection).onAllTables("SELECT")) {
            hints.add("or the account may not see them: grant SELECT on " + catalogue.database() + ".* to it");
        }
        return new ToolException(
                ExitCode.INVALID_INPUT,
                "the database " + catalogue.database()
                        + version.map(of -> ", whose schema is of version " + of + ",")
                                .orElse("") + " lacks " + String.join(", ", missing),
                String.join("; ", hints));
    }
}
