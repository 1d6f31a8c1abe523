package org.pimtools.planner.inventory;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.pimtools.planner.planning.VmRow;

/**
 * Reads all virtual machines in the order of their primary key: one scan of the table without a join or a sort, because both cost
 * a random read per row as soon as the table is larger than the server's buffer pool.
 */
public final class VmQuery {
    private static final String SQL = """
            SELECT {virtualmachine.idVM}, {virtualmachine.idHypervisor}, {virtualmachine.UUID}, {virtualmachine.name},
            {virtualmachine.state}, {virtualmachine.idType}, %s FROM {virtualmachine}
            ORDER BY {virtualmachine.idVM}""";

    private static final int NOT_MANAGED = 0;

    private VmQuery() {}

    /** Takes one VM. */
    @FunctionalInterface
    public interface VmReader {
        void vm(VmRow vm) throws IOException;
    }

    /** @param migratable false when the schema has no column for provider IDs yet */
    public static void read(Inventory inventory, boolean migratable, VmReader reader) {
        inventory.forEach(SQL.formatted(migratable ? "{virtualmachine.provider_id}" : "NULL"), row -> {
            VmRow vm = new VmRow(
                    row.getLong(1),
                    Inventory.longOrNull(row, 2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    row.getInt(6) == NOT_MANAGED,
                    row.getString(7));
            try {
                reader.vm(vm);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
