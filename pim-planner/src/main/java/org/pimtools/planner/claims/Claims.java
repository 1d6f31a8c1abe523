package org.pimtools.planner.claims;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.pimtools.planner.spool.Spool;

/** Finds provider IDs that more than one VM, firewall or load balancer claims, in constant memory. */
public final class Claims implements Closeable {
    private final Spool<Claim> claims;
    private final Spool<Conflict> conflicts;
    private long count;

    /** @param folder for what does not fit into memory */
    public Claims(Path folder) {
        claims = new Spool<>(folder, Claim.CODEC, Claim.BY_PROVIDER_ID);
        conflicts = new Spool<>(folder, Conflict.CODEC, (one, other) -> 0);
    }

    public void add(Claim claim) throws IOException {
        claims.add(claim);
    }

    /** Compares all claims, once they were added; an equal claim is the same one. */
    public void compare() throws IOException {
        Spool.Rows<Claim> rows = claims.sorted();
        Claim first = null;
        Claim last = null;
        for (Claim claim = rows.next(); claim != null; claim = rows.next()) {
            if (claim.equals(last)) {
                continue;
            }
            if (first != null && first.contradicts(claim)) {
                conflicts.add(new Conflict(first, claim));
                count++;
            } else {
                first = claim;
            }
            last = claim;
        }
    }

    /** How many there are. */
    public long count() {
        return count;
    }

    /** All of them, by provider ID. */
    public Iterable<Conflict> conflicts() {
        return conflicts.all();
    }

    @Override
    public void close() throws IOException {
        try (claims) {
            conflicts.close();
        }
    }
}
