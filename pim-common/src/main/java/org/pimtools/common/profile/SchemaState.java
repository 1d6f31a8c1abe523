package org.pimtools.common.profile;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pimtools.common.plan.PlanLine.TargetColumn;

/**
 * What the database has of a schema profile, after everything that is needed was found.
 *
 * @param absentTables optional tables that are not there, or not as the profile says, by the names that the tools use
 * @param absentColumns optional columns that are not there, as {@code table.column} by the names that the tools use
 * @param references the tables of the profile's references that are there
 * @param columns those that are written and exist: {@code virtualmachine.provider_id}, those of firewalls and load balancers, and
 *     those of the references, by the names
 *     that the database has
 * @param providerId the first of them; empty before the schema is updated
 * @param version of the platform whose schema this is, as the database's log of changes says
 * @param triggers names of the triggers on the virtual machines' table that the account can see
 * @param triggersVisible true when it would see one if there was one
 */
public record SchemaState(
        Set<String> absentTables,
        Set<String> absentColumns,
        List<ReferenceTable> references,
        List<TargetColumn> columns,
        Optional<TargetColumn> providerId,
        Optional<String> version,
        List<String> triggers,
        boolean triggersVisible) {
    public SchemaState {
        absentTables = Set.copyOf(absentTables);
        absentColumns = Set.copyOf(absentColumns);
        references = List.copyOf(references);
        columns = List.copyOf(columns);
        triggers = List.copyOf(triggers);
    }

    /** True unless the table is optional and absent. */
    public boolean has(String table) {
        return !absentTables.contains(table);
    }

    /** True unless the table or the column is optional and absent. */
    public boolean has(String table, String column) {
        return has(table) && !absentColumns.contains(table + "." + column);
    }
}
