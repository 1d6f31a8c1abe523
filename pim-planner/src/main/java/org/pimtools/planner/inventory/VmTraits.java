package org.pimtools.planner.inventory;

import java.io.Closeable;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.pimtools.common.profile.SchemaState;
import org.pimtools.planner.spool.RowCodec;

/**
 * What the database knows of VMs that tells them from their namesakes, as far as it has the tables: the MAC addresses of their network
 * cards and the datastores of their disks. Both hang on {@code rasd_management}; they are sorted on the disk, so that the scan of the
 * VMs needs no join for them.
 */
public final class VmTraits implements Closeable {
    private static final int MOST_DATASTORES = 100_000;
    private static final int LONGEST_MAC = 64;
    private static final String DATASTORES = "SELECT {datastore.idDatastore}, {datastore.name} FROM {datastore}";
    private static final String MACS = """
            SELECT r.{rasd_management.idVM}, c.{ip_pool_management.mac}
            FROM {ip_pool_management} c JOIN {rasd_management} r
            ON r.{rasd_management.idManagement} = c.{ip_pool_management.idManagement}
            WHERE r.{rasd_management.idVM} IS NOT NULL AND c.{ip_pool_management.mac} IS NOT NULL""";
    private static final String DISKS = """
            SELECT r.{rasd_management.idVM}, d.{disk_management.idDatastore}
            FROM {disk_management} d JOIN {rasd_management} r
            ON r.{rasd_management.idManagement} = d.{disk_management.idManagement}
            WHERE r.{rasd_management.idVM} IS NOT NULL AND d.{disk_management.idDatastore} IS NOT NULL""";
    private static final String NO_COPIES = " AND r.{rasd_management.temporal} IS NULL";

    private static final RowCodec<String> TEXT = new RowCodec<>() {
        @Override
        public void write(String text, DataOutput out) throws IOException {
            RowCodec.writeText(out, text);
        }

        @Override
        public String read(DataInput in) throws IOException {
            return RowCodec.readText(in);
        }
    };

    private static final RowCodec<Long> NUMBER = new RowCodec<>() {
        @Override
        public void write(Long number, DataOutput out) throws IOException {
            out.writeLong(number);
        }

        @Override
        public Long read(DataInput in) throws IOException {
            return in.readLong();
        }
    };

    private final Map<Long, String> datastores = new HashMap<>();
    private final PerVm<String> macs;
    private final PerVm<Long> disks;

    private VmTraits(Path folder) {
        macs = new PerVm<>(folder, TEXT);
        disks = new PerVm<>(folder, NUMBER);
    }

    /** Nothing is known. */
    static VmTraits none() {
        return new VmTraits(null);
    }

    /** @param folder for what does not fit into memory */
    public static VmTraits read(Inventory inventory, Path folder) throws IOException {
        VmTraits traits = new VmTraits(folder);
        try {
            traits.read(inventory, inventory.schema());
            return traits;
        } catch (RuntimeException | Error e) {
            traits.close();
            throw e;
        }
    }

    private void read(Inventory inventory, SchemaState schema) {
        if (schema.has("datastore")) {
            inventory.forEach(DATASTORES, row -> {
                String name = row.text(2);
                if (name != null && !name.isBlank() && datastores.size() < MOST_DATASTORES) {
                    datastores.put(row.id(1), name);
                }
            });
        }
        if (!schema.has("rasd_management")) {
            return;
        }
        String noCopies = schema.has("rasd_management", "temporal") ? NO_COPIES : "";
        if (schema.has("ip_pool_management")) {
            inventory.forEach(MACS + noCopies, row -> {
                String mac = row.text(2).strip();
                if (!mac.isEmpty() && mac.length() <= LONGEST_MAC) {
                    macs.add(row.id(1), mac);
                }
            });
        }
        if (schema.has("disk_management") && !datastores.isEmpty()) {
            inventory.forEach(DISKS + noCopies, row -> disks.add(row.id(1), row.id(2)));
        }
    }

    /**
     * The names of the datastores of the VM's disks; VMs must be asked for in the order of {@code idVM}.
     *
     * @param first that of its first disk according to its own row, which counts when nothing is known of its disks; may be null
     */
    List<String> datastores(long idVm, Long first) {
        List<Long> ids = disks.of(idVm);
        if (ids.isEmpty() && first != null) {
            ids = List.of(first);
        }
        return ids.stream()
                .map(datastores::get)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    /** The VM's MAC addresses; VMs must be asked for in the order of {@code idVM}. */
    List<String> macs(long idVm) {
        return macs.of(idVm);
    }

    @Override
    public void close() throws IOException {
        try (macs) {
            disks.close();
        }
    }
}
