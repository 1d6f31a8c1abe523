package org.pimtools.planner.inventory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pimtools.common.profile.ReferenceTable;
import org.pimtools.common.sql.KeyCell;
import org.pimtools.common.sql.KeyColumn;
import org.pimtools.common.sql.SqlFragments;
import org.pimtools.planner.planning.ReferenceRow;
import org.pimtools.planner.planning.VmRow;

/** Reads the rows of one table that may name VMs by their old names, with the VMs, by key. */
public final class ReferenceQuery {
    private static final String SQL = """
            SELECT %s, n.%s, v.{virtualmachine.idVM}, v.{virtualmachine.idHypervisor}, v.{virtualmachine.UUID},
            v.{virtualmachine.name}, v.{virtualmachine.state}, v.{virtualmachine.idType}
            FROM %s n JOIN {virtualmachine} v ON v.{virtualmachine.idVM} = n.%s
            WHERE %s ORDER BY %s""";

    private ReferenceQuery() {}

    /** Takes one row. */
    @FunctionalInterface
    public interface ReferenceReader {
        void reference(ReferenceRow row) throws IOException;
    }

    public static void read(Inventory inventory, ReferenceTable table, ReferenceReader reader) {
        List<String> keys = new ArrayList<>();
        table.key().forEach(column -> keys.add("n." + SqlFragments.name(column.name())));
        String key = String.join(", ", keys);
        String sql = SQL.formatted(
                key,
                SqlFragments.name(table.rule().column()),
                SqlFragments.name(table.rule().table()),
                SqlFragments.name(table.rule().vm()),
                inventory.isVm("v"),
                key);
        inventory.forEach(sql, row -> {
            int at = table.key().size();
            VmRow vm = new VmRow(
                    row.id(at + 2),
                    row.number(at + 3),
                    row.text(at + 4),
                    row.text(at + 5),
                    row.text(at + 6),
                    row.numberOrZero(at + 7) == 0,
                    null);
            try {
                reader.reference(new ReferenceRow(table.rule(), key(table, row), row.text(at + 1), vm));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static SortedMap<String, KeyCell> key(ReferenceTable table, Row row) throws SQLException {
        SortedMap<String, KeyCell> key = new TreeMap<>();
        int at = 1;
        for (KeyColumn column : table.key()) {
            key.put(
                    column.name(),
                    switch (column.type()) {
                        case NUMBER -> KeyCell.of(row.id(at));
                        case TEXT -> KeyCell.of(row.text(at));
                    });
            at++;
        }
        return key;
    }
}
