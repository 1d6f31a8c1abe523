package org.pimtools.common.sql;

import java.util.List;
import org.pimtools.common.datacenter.DatacenterFiles;

/** The lines of a file around its rows: header, staging tables, INSERTs, block. Every line ends with a newline. */
public final class SqlScript {
    /** The first line but for the direction. */
    public static final String FIRST = "-- pim-tools sql 2 ";

    /** How the line of a target's role begins; its number and the role's word follow. */
    public static final String ROLE = "-- rows ";

    /** How the line of a kind of entities begins; the kind's word and its counts follow. */
    public static final String ENTITY = "-- entity ";

    /** Rows per INSERT. */
    public static final int BATCH = 500;

    private static final String USAGE = """
            -- usage: mariadb DATABASE < FILE, or pim-planner apply; can be repeated without harm
            -- an edited or cut file changes nothing
            """;

    private SqlScript() {}

    /**
     * The comment at the beginning: fixed text, UUIDs, numbers, the time, and what the rows of each staging table are about.
     *
     * @param roles of the targets, in their order
     */
    public static String header(SqlManifest manifest, List<SqlRole> roles) {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < roles.size(); i++) {
            rows.append(ROLE)
                    .append(i + 1)
                    .append(' ')
                    .append(roles.get(i).word())
                    .append('\n');
        }
        StringBuilder entities = new StringBuilder();
        manifest.entities()
                .forEach((kind, counts) -> entities.append(ENTITY)
                        .append(kind.word())
                        .append(" included ")
                        .append(counts.included())
                        .append(" excluded ")
                        .append(counts.excluded())
                        .append(" already ")
                        .append(counts.already())
                        .append('\n'));
        return FIRST + manifest.direction().word() + "\n-- datacenter "
                + DatacenterFiles.directory(manifest.datacenter()) + "\n-- plan "
                + manifest.plan() + " of " + manifest.planCreated() + "\n-- run " + manifest.run() + "\n-- created "
                + manifest.created()
                + "\n-- vms included " + manifest.included() + " excluded " + manifest.excluded() + " already "
                + manifest.already() + "\n-- decided exclude "
                + manifest.decided().excluded() + " provider-id "
                + manifest.decided().assigned() + " accept "
                + manifest.decided().accepted() + "\n" + entities + rows + USAGE;
    }

    /** Makes the empty staging table of a target. */
    public static String stage(int no, SqlTarget target) {
        return SqlFragments.drop(no) + ";\n" + SqlFragments.create(no, target) + ";\n";
    }

    /** Everything after the last row. */
    public static String ending(SqlDirection direction, List<StagedTarget> targets) {
        if (targets.isEmpty()) {
            return "SELECT 'pim-tools: 0 rows, nothing to do' AS result;\n-- end\n";
        }
        return "DELIMITER //\n" + SqlBlock.of(direction, targets) + "//\nDELIMITER ;\n-- end\n";
    }
}
