package org.pimtools.common.sql;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.pimtools.common.datacenter.DatacenterFiles;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.entity.EntityKind;

/**
 * Which plan, datacenter and run an SQL file belongs to, and how it covers the section's VMs.
 *
 * @param planCreated when the plan was made; whole seconds are kept
 * @param run 1 to 64 letters, digits, dots, underscores and hyphens, beginning with a letter or digit
 * @param created when the run began; whole seconds are kept
 * @param included VMs that the file has rows for
 * @param excluded VMs that were left out, by decision or because nothing was found
 * @param already VMs among the included that had their provider ID before this run
 * @param decided what of that the operator decided
 * @param entities how it covers the other kinds of entities; without those of which the section has none
 */
public record SqlManifest(
        SqlDirection direction,
        DatacenterId datacenter,
        UUID plan,
        Instant planCreated,
        String run,
        Instant created,
        long included,
        long excluded,
        long already,
        DecidedCounts decided,
        Map<EntityKind, EntityCounts> entities) {
    private static final Pattern RUN = Pattern.compile("[0-9A-Za-z][0-9A-Za-z._-]{0,63}");

    public SqlManifest {
        Objects.requireNonNull(direction);
        Objects.requireNonNull(datacenter);
        Objects.requireNonNull(plan);
        Objects.requireNonNull(decided);
        entities = Collections.unmodifiableMap(new TreeMap<>(entities));
        if (!RUN.matcher(run).matches()) {
            throw new IllegalArgumentException(
                    "a run's name is made of letters, digits, dots, underscores and hyphens");
        }
        planCreated = planCreated.truncatedTo(ChronoUnit.SECONDS);
        created = created.truncatedTo(ChronoUnit.SECONDS);
        if (included < 0 || excluded < 0 || already < 0) {
            throw new IllegalArgumentException("a count is not negative");
        }
    }

    /** Of a section that has VMs only. */
    public SqlManifest(
            SqlDirection direction,
            DatacenterId datacenter,
            UUID plan,
            Instant planCreated,
            String run,
            Instant created,
            long included,
            long excluded,
            long already,
            DecidedCounts decided) {
        this(direction, datacenter, plan, planCreated, run, created, included, excluded, already, decided, Map.of());
    }

    /** The same with other kinds of entities. */
    public SqlManifest with(Map<EntityKind, EntityCounts> others) {
        return new SqlManifest(
                direction, datacenter, plan, planCreated, run, created, included, excluded, already, decided, others);
    }

    /** The same for the other direction. */
    public SqlManifest towards(SqlDirection other) {
        return new SqlManifest(
                other, datacenter, plan, planCreated, run, created, included, excluded, already, decided, entities);
    }

    /** The file's name, which names datacenter, plan, run and direction. */
    public String fileName() {
        return "pim-" + DatacenterFiles.filePart(datacenter) + "-" + plan + "-" + run + "-" + direction.word() + ".sql";
    }
}
