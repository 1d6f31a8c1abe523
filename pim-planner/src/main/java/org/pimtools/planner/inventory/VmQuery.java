package org.pimtools.planner.inventory;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.pimtools.common.profile.SchemaState;
import org.pimtools.planner.planning.VmRow;

/**
 * Reads all virtual machines in the order of their primary key: one scan of the table without a sort, and without a join that costs
 * a random read per row as soon as the table is larger than the server's buffer pool. What a VM was before it was locked is looked up for
 * locked VMs only.
 */
public final class VmQuery {
    private static final String SQL = """
            SELECT v.{virtualmachine.idVM}, v.{virtualmachine.idHypervisor}, v.{virtualmachine.UUID}, v.{virtualmachine.name},
            v.{virtualmachine.state}, v.{virtualmachine.idType}, %s, %s, %s, %s
            FROM {virtualmachine} v%s ORDER BY v.{virtualmachine.idVM}""";
    private static final String BEFORE_THE_LOCK = """
             LEFT JOIN {virtualmachinetrackedstate} t
            ON v.{virtualmachine.state} = 'LOCKED' AND t.{virtualmachinetrackedstate.idVM} = v.{virtualmachine.idVM}""";

    private static final int NOT_MANAGED = 0;

    private VmQuery() {}

    /** Takes one VM. */
    @FunctionalInterface
    public interface VmReader {
        void vm(VmRow vm) throws IOException;
    }

    /** Takes the copy that the platform keeps of a VM while it reconfigures it. */
    @FunctionalInterface
    public interface CopyReader {
        /** @param original {@code idVM} of the VM */
        void copy(VmRow copy, long original) throws IOException;
    }

    /** Reads VMs only. */
    public static void read(Inventory inventory, VmReader reader) throws IOException {
        try (VmTraits nothing = VmTraits.none()) {
            read(inventory, nothing, reader, (copy, original) -> {});
        }
    }

    /**
     * As above, with what else the database knows of them, and with the copies.
     *
     * @param traits read before, since one query ends before the next begins
     */
    public static void read(Inventory inventory, VmTraits traits, VmReader vms, CopyReader copies) {
        inventory.forEach(sql(inventory.schema()), row -> {
            long idVm = row.id(1);
            Long original = row.number(9);
            VmRow vm = new VmRow(
                    idVm,
                    row.number(2),
                    row.text(3),
                    row.text(4),
                    row.text(5),
                    row.numberOrZero(6) == NOT_MANAGED,
                    row.text(7),
                    traits.datastores(idVm, row.number(8)),
                    traits.macs(idVm),
                    row.text(10));
            try {
                if (original == null) {
                    vms.vm(vm);
                } else {
                    copies.copy(vm, original);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static String sql(SchemaState schema) {
        boolean tracked = schema.has("virtualmachinetrackedstate");
        return SQL.formatted(
                schema.providerId().isPresent() ? "v.{virtualmachine.provider_id}" : "NULL",
                schema.has("virtualmachine", "idDatastore") ? "v.{virtualmachine.idDatastore}" : "NULL",
                schema.has("virtualmachine", "temporal") ? "v.{virtualmachine.temporal}" : "NULL",
                tracked ? "t.{virtualmachinetrackedstate.previousState}" : "NULL",
                tracked ? BEFORE_THE_LOCK : "");
    }
}
