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
            {virtualmachine.state}, {virtualmachine.idType}, %s, %s FROM {virtualmachine}
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
        read(inventory, migratable, VmTraits.NONE, reader);
    }

    /**
     * As above, with what else the database knows of them.
     *
     * @param traits read before, since one query ends before the next begins
     */
    public static void read(Inventory inventory, boolean migratable, VmTraits traits, VmReader reader) {
        String sql = SQL.formatted(
                migratable ? "{virtualmachine.provider_id}" : "NULL",
                traits.withDatastores() ? "{virtualmachine.idDatastore}" : "NULL");
        inventory.forEach(sql, row -> {
            long idVm = row.getLong(1);
            VmRow vm = new VmRow(
                    idVm,
                    Inventory.longOrNull(row, 2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    row.getInt(6) == NOT_MANAGED,
                    row.getString(7),
                    traits.datastore(Inventory.longOrNull(row, 8)),
                    traits.macs(idVm));
            try {
                reader.vm(vm);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
