package org.pimtools.planner.sqlfile;

import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.profile.SchemaProfile;
import org.pimtools.common.provider.ProviderIdShape;
import org.pimtools.common.sql.EntityCounts;
import org.pimtools.common.sql.SqlDirection;
import org.pimtools.common.sql.SqlManifest;
import org.pimtools.common.text.Text;
import org.pimtools.planner.hosts.HostKeys;
import org.pimtools.planner.hosts.SignedFile;

/** The SQL files of one call: read, held against the plan, at most one per datacenter. */
public record SqlFiles(List<SqlFile> files) {
    public SqlFiles {
        files = List.copyOf(files);
    }

    /**
     * Reads all files.
     *
     * @param profile names all that files may write
     * @param hosts whose files are believed
     *
     * @throws ToolException with {@link ExitCode#INVALID_INPUT} for a file that is no SQL file of ours, of another plan,
     *     superseded by a newer one that is given too, lies beside it or was seen before, with a row that the plan does not hold, or with a header
     *     that tells of other VMs than it has rows for
     */
    public static SqlFiles read(List<Path> paths, PlannedRows plan, SchemaProfile profile, HostKeys hosts) {
        requireProfile(plan, profile);
        ProfileTargets targets = new ProfileTargets(profile);
        List<SqlHead> heads = paths.stream().map(SqlHead::read).toList();
        if (heads.stream().map(head -> head.manifest().direction()).distinct().count() > 1) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "update and rollback files are given together",
                    "give the files of one direction");
        }
        NewerFiles newer = NewerFiles.around(heads);
        Map<DatacenterId, Path> datacenters = new HashMap<>();
        for (SqlHead head : heads) {
            newer.than(head).ifPresent(other -> {
                throw refused(
                        head.path(),
                        "it is superseded by " + other.path() + ", of " + age(head, other),
                        "give only the newest file of each datacenter: it is complete");
            });
            require(head, plan);
            Path same = datacenters.put(head.manifest().datacenter(), head.path());
            if (same != null) {
                throw refused(
                        head.path(),
                        "it is of the same datacenter as " + same,
                        "give only one file of each datacenter, the newest that its host wrote");
            }
        }
        List<SignedFile> signed = heads.stream().map(head -> signed(head, plan)).toList();
        hosts.require(signed);
        hosts.requireNewest(signed);
        List<SqlFile> files = new ArrayList<>();
        for (SqlHead head : heads) {
            files.add(readPlanned(head, plan, targets));
        }
        signed.forEach(hosts::confirm);
        return new SqlFiles(files);
    }

    private static void requireProfile(PlannedRows plan, SchemaProfile profile) {
        String planned = plan.header().profile();
        if (!profile.name().equals(planned)) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "the plan was made with the schema profile " + planned + ", not with " + profile.name(),
                    "give the file that pim-planner plan was given, with --profile");
        }
    }

    private static SignedFile signed(SqlHead head, PlannedRows plan) {
        return head.signed(plan.title(head.manifest().datacenter()));
    }

    private static String age(SqlHead head, SqlHead newer) {
        return newer.manifest().plan().equals(head.manifest().plan())
                ? "the later run " + newer.manifest().run()
                : "plan " + newer.manifest().plan() + " of " + newer.manifest().planCreated();
    }

    private static void require(SqlHead head, PlannedRows plan) {
        if (!head.manifest().plan().equals(plan.header().planId())) {
            throw refused(
                    head.path(),
                    "it belongs to plan " + head.manifest().plan() + " of "
                            + head.manifest().planCreated() + ", not to "
                            + plan.header().planId() + " of "
                            + plan.header().created().truncatedTo(ChronoUnit.SECONDS),
                    "give the plan that it was made with, or the files of this plan");
        }
        if (!plan.datacenters().containsKey(head.manifest().datacenter())) {
            throw refused(
                    head.path(),
                    "the plan has no datacenter " + head.manifest().datacenter(),
                    "give the plan that it was made with");
        }
    }

    /** The direction of all files. */
    public SqlDirection direction() {
        return files.get(0).manifest().direction();
    }

    /** The datacenters of the plan without a file, in the plan's order. */
    public List<DatacenterId> missing(PlannedRows plan) {
        List<DatacenterId> missing = new ArrayList<>(plan.datacenters().keySet());
        files.forEach(file -> missing.remove(file.manifest().datacenter()));
        missing.removeIf(datacenter -> plan.datacenters().get(datacenter) == 0
                && plan.entities(datacenter).isEmpty());
        return missing;
    }

    /** The rows of all files. */
    public long rows() {
        return files.stream().mapToLong(SqlFile::rows).sum();
    }

    /** @throws ToolException when the file changed between two readings */
    public static void requireSame(SqlFile first, SqlFile second) {
        if (!first.digest().equals(second.digest())) {
            throw changed(first.path());
        }
    }

    private static SqlFile readPlanned(SqlHead head, PlannedRows plan, ProfileTargets targets) {
        Path path = head.path();
        SqlManifest manifest = head.manifest();
        Map<EntityKind, Long> counted = new EnumMap<>(EntityKind.class);
        SqlFile file = SqlFileParser.parse(path, (no, target, n, row, line) -> {
            if (!targets.allow(manifest.direction(), target)) {
                throw new ToolException(
                        ExitCode.INVALID_INPUT,
                        "the SQL file " + path + " is refused at line " + line + ": it writes " + target.table() + "."
                                + target.column() + " in a way that the schema profile does not name",
                        "take the file from its host again, and give the schema profile that the plan was made with");
            }
            if (!plan.allows(manifest.direction(), manifest.datacenter(), target, row)) {
                throw new ToolException(
                        ExitCode.INVALID_INPUT,
                        "the SQL file " + path + " is refused at line " + line + ": it is a row of " + target.table()
                                + " that the plan does not hold",
                        "take the file from its host again, and give the plan that it was made with");
            }
            if (manifest.direction() == SqlDirection.UPDATE
                    && (row.after() == null || !ProviderIdShape.canBeOne(row.after()))) {
                throw new ToolException(
                        ExitCode.INVALID_INPUT,
                        "the SQL file " + path + " is refused at line " + line + ": it writes into " + target.table()
                                + "." + target.column() + " what no provider ID can be",
                        "take the file from its host again as pim-migrator wrote it");
            }
            target.role().kind().ifPresent(kind -> counted.merge(kind, 1L, Long::sum));
        });
        if (!file.manifest().equals(manifest) || !file.hostKey().equals(head.hostKey())) {
            throw changed(path);
        }
        requireEntities(file, plan, counted);
        long vms = counted.getOrDefault(EntityKind.VM, 0L);
        long planned = plan.datacenters().get(manifest.datacenter());
        if (manifest.direction() == SqlDirection.UPDATE
                && (manifest.included() != vms || manifest.included() + manifest.excluded() < planned)) {
            throw refused(
                    path,
                    "its header tells of " + manifest.included() + " VMs included and " + manifest.excluded()
                            + " left out; it has rows for " + vms + ", and the plan has " + planned + " VMs",
                    "take the file from its host again as pim-migrator wrote it, unedited");
        }
        return file;
    }

    private static void requireEntities(SqlFile file, PlannedRows plan, Map<EntityKind, Long> counted) {
        if (file.manifest().direction() == SqlDirection.ROLLBACK) {
            return;
        }
        for (EntityKind kind : EntityKind.others()) {
            EntityCounts counts = file.manifest().entities().getOrDefault(kind, EntityCounts.NONE);
            long rows = counted.getOrDefault(kind, 0L);
            long planned = plan.entities(file.manifest().datacenter()).getOrDefault(kind, 0L);
            if (counts.included() != rows || counts.included() + counts.excluded() != planned) {
                throw refused(
                        file.path(),
                        "its header tells of " + Text.counted(counts.included(), kind.noun()) + " included and "
                                + counts.excluded() + " left out; it has rows for " + rows + ", and the plan has "
                                + planned,
                        "take the file from its host again as pim-migrator wrote it, unedited");
            }
        }
    }

    private static ToolException changed(Path path) {
        return refused(path, "it was changed while it was read", "let nobody write the file, then run again");
    }

    private static ToolException refused(Path path, String why, String hint) {
        return new ToolException(ExitCode.INVALID_INPUT, "the SQL file " + path + " is refused: " + why, hint);
    }
}
