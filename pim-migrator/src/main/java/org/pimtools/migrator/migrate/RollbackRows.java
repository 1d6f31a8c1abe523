package org.pimtools.migrator.migrate;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.pimtools.migrator.journal.WorkFile;
import org.pimtools.migrator.step.Change;

/**
 * The rows that undo a migration and all earlier ones of its datacenter: its own, and those of earlier ones that it does not write
 * again. What one migration found is followed back through the others to what was there before the first.
 */
public final class RollbackRows {
    private final Supplier<Stream<Change.SetRow>> newest;
    private final List<WorkFile> earlier;
    private final Map<String, Map<String, Optional<String>>> found = new HashMap<>();

    private RollbackRows(Supplier<Stream<Change.SetRow>> newest, List<WorkFile> earlier) {
        this.newest = newest;
        this.earlier = earlier;
    }

    /** @param earlier the work of earlier migrations, the newest first */
    public static Stream<Change.SetRow> of(Supplier<Stream<Change.SetRow>> newest, List<WorkFile> earlier) {
        return earlier.isEmpty() ? newest.get() : new RollbackRows(newest, earlier).rows();
    }

    private Stream<Change.SetRow> rows() {
        try (Stream<Change.SetRow> all = all()) {
            all.filter(row -> row.expected() != null).forEach(row -> found.put(key(row), new HashMap<>(2)));
        }
        try (Stream<Change.SetRow> written = earlier.stream().flatMap(WorkFile::setRows)) {
            written.filter(row -> found.containsKey(key(row)))
                    .forEach(row -> found.get(key(row)).put(row.value(), Optional.ofNullable(row.expected())));
        }
        Set<String> seen = new HashSet<>();
        return all().filter(row -> seen.add(key(row))).map(this::toTheFirst);
    }

    private Stream<Change.SetRow> all() {
        return Stream.concat(Stream.of(newest.get()), earlier.stream().map(WorkFile::setRows))
                .flatMap(rows -> rows);
    }

    private Change.SetRow toTheFirst(Change.SetRow row) {
        Map<String, Optional<String>> values = found.getOrDefault(key(row), Map.of());
        Set<String> passed = new HashSet<>(Set.of(row.value()));
        String before = row.expected();
        while (before != null && values.containsKey(before) && passed.add(before)) {
            before = values.get(before).orElse(null);
        }
        return new Change.SetRow(
                row.no(),
                row.idVm(),
                row.role(),
                row.table(),
                row.key(),
                row.guards(),
                row.column(),
                before,
                row.value());
    }

    private static String key(Change.SetRow row) {
        return row.table() + " " + row.column() + " " + row.key();
    }
}
