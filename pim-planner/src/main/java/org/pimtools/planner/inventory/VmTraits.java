package org.pimtools.planner.inventory;

import java.io.Closeable;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pimtools.common.profile.SchemaState;
import org.pimtools.planner.spool.RowCodec;
import org.pimtools.planner.spool.Spool;

/**
 * What the database knows of VMs that tells them from their namesakes, as far as it has the tables: datastores by id, and MAC
 * addresses, which are sorted on the disk so that they can be given in the order in which VMs are read.
 */
public final class VmTraits implements Closeable {
    /** Nothing is known. */
    public static final VmTraits NONE = new VmTraits(Map.of(), false, null);

    private static final int MOST_DATASTORES = 100_000;
    private static final int LONGEST_MAC = 64;
    private static final String DATASTORES = "SELECT {datastore.idDatastore}, {datastore.name} FROM {datastore}";
    private static final String MACS = "SELECT {network_card.idVM}, {network_card.mac} FROM {network_card}";

    private final Map<Long, String> datastores;
    private final boolean withDatastores;
    private final Spool<Card> cards;
    private Spool.Rows<Card> next;

    private record Card(long idVm, String mac) {
        private static final Comparator<Card> BY_VM =
                Comparator.comparingLong(Card::idVm).thenComparing(Card::mac);

        private static final RowCodec<Card> CODEC = new RowCodec<>() {
            @Override
            public void write(Card card, DataOutput out) throws IOException {
                out.writeLong(card.idVm);
                RowCodec.writeText(out, card.mac);
            }

            @Override
            public Card read(DataInput in) throws IOException {
                return new Card(in.readLong(), RowCodec.readText(in));
            }
        };
    }

    private VmTraits(Map<Long, String> datastores, boolean withDatastores, Spool<Card> cards) {
        this.datastores = datastores;
        this.withDatastores = withDatastores;
        this.cards = cards;
    }

    /** @param folder for what does not fit into memory */
    public static VmTraits read(Inventory inventory, SchemaState schema, Path folder) throws IOException {
        boolean withDatastores = schema.has("datastore") && schema.has("virtualmachine", "idDatastore");
        Map<Long, String> datastores = new HashMap<>();
        if (withDatastores) {
            inventory.forEach(DATASTORES, row -> {
                String name = row.getString(2);
                if (name != null && !name.isBlank() && datastores.size() < MOST_DATASTORES) {
                    datastores.put(row.getLong(1), name);
                }
            });
        }
        if (!schema.has("network_card")) {
            return new VmTraits(datastores, withDatastores, null);
        }
        Spool<Card> cards = new Spool<>(folder, Card.CODEC, Card.BY_VM);
        try {
            inventory.forEach(MACS, row -> {
                String mac = row.getString(2);
                if (mac != null && !mac.isBlank() && mac.length() <= LONGEST_MAC) {
                    add(cards, new Card(row.getLong(1), mac.strip()));
                }
            });
            VmTraits traits = new VmTraits(datastores, withDatastores, cards);
            traits.next = cards.sorted();
            return traits;
        } catch (IOException | RuntimeException | Error e) {
            cards.close();
            throw e;
        }
    }

    private static void add(Spool<Card> cards, Card card) {
        try {
            cards.add(card);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean withDatastores() {
        return withDatastores;
    }

    /** The datastore's name, or null. */
    String datastore(Long id) {
        return id == null ? null : datastores.get(id);
    }

    /** The VM's MAC addresses; VMs must be asked for in the order of {@code idVM}. */
    List<String> macs(long idVm) {
        if (next == null) {
            return List.of();
        }
        try {
            while (next.peek() != null && next.peek().idVm() < idVm) {
                next.next();
            }
            if (next.peek() == null || next.peek().idVm() > idVm) {
                return List.of();
            }
            List<String> macs = new ArrayList<>(2);
            while (next.peek() != null && next.peek().idVm() == idVm) {
                macs.add(next.next().mac());
            }
            return macs;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (cards != null) {
            cards.close();
        }
    }
}
