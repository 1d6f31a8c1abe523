package org.pimtools.planner.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.Map;
import org.pimtools.common.entity.EntityKey;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.sql.SqlFragments;
import org.pimtools.common.sql.SqlRow;
import org.pimtools.common.sql.SqlTarget;
import org.pimtools.planner.claims.Claim;
import org.pimtools.planner.claims.Claims;
import org.pimtools.planner.sqlfile.LongSet;
import org.pimtools.planner.sqlfile.SqlFile;

/**
 * Gathers which VM, firewall or load balancer will have which provider ID once files are applied: by their rows, and by the database for
 * all others.
 */
final class HeldProviderIds {
    private static final int FETCH = 1_000;

    private final Claims claims;
    private final TemporalRows copies;
    private final Map<EntityKind, Kind> kinds = new EnumMap<>(EntityKind.class);
    private boolean sets;

    /** @param copies hold the provider IDs of their originals, and count for nothing */
    HeldProviderIds(Claims claims, TemporalRows copies) {
        this.claims = claims;
        this.copies = copies;
    }

    /**
     * What the files have of one kind.
     *
     * @param ids of which they have rows, so that the database's do not count
     */
    private record Kind(SqlTarget target, LongSet ids) {}

    /** Whether a row gives an entity a provider ID that it did not have; a rollback that gives none is not held up by others' conflicts. */
    boolean setsAny() {
        return sets;
    }

    /** A row of a file; only those of entities themselves count. */
    void add(SqlFile file, SqlTarget target, SqlRow row) {
        target.role().kind().ifPresent(kind -> {
            kinds.computeIfAbsent(kind, any -> new Kind(target, new LongSet()))
                    .ids()
                    .add(row.idVm());
            if (row.after() != null) {
                claim(new Claim(row.after(), file.manifest().datacenter(), new EntityKey(kind, row.idVm())));
                sets |= !row.after().equals(row.before());
            }
        });
    }

    /** Adds what the database holds for entities of none of the files, and compares all. Nothing else may use the connection meanwhile. */
    void compare(Connection connection) throws SQLException, IOException {
        for (Map.Entry<EntityKind, Kind> kind : kinds.entrySet()) {
            held(connection, kind.getKey(), kind.getValue());
        }
        claims.compare();
    }

    private void held(Connection connection, EntityKind kind, Kind files) throws SQLException {
        String value = SqlFragments.name(files.target().column());
        String key = SqlFragments.name(files.target().keyColumns().get(0).name());
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH);
            try (ResultSet rows = statement.executeQuery("SELECT " + key + ", BINARY CONVERT(" + value
                    + " USING utf8mb4) FROM " + SqlFragments.name(files.target().table()) + " WHERE " + value
                    + " IS NOT NULL" + (kind == EntityKind.VM ? " AND " + copies.isVm() : ""))) {
                while (rows.next()) {
                    if (!files.ids().contains(rows.getLong(1))) {
                        claim(new Claim(
                                new String(rows.getBytes(2), StandardCharsets.UTF_8),
                                null,
                                new EntityKey(kind, rows.getLong(1))));
                    }
                }
            }
        }
    }

    private void claim(Claim claim) {
        try {
            claims.add(claim);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
