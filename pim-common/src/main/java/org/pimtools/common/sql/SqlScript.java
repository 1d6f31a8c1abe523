package org.pimtools.common.sql;

import java.util.List;
import org.pimtools.common.datacenter.DatacenterFiles;
import org.pimtools.common.signature.SignedAs;
import org.pimtools.common.signature.SigningKey;

/** The lines of a file around its rows: header, staging tables, INSERTs, block. Every line ends with a newline. */
public final class SqlScript {
    /** The first line but for the direction. */
    public static final String FIRST = "-- pim-tools sql 3 ";

    /** How the line of a target's role begins; its number and the role's word follow. */
    public static final String ROLE = "-- rows ";

    /** How the line of a kind of entities begins; the kind's word and its counts follow. */
    public static final String ENTITY = "-- entity ";

    /** How the line of the host's public key begins. */
    public static final String HOST = "-- host ";

    /** How the last line begins; the host's signature of all bytes before follows. */
    public static final String SIGNATURE = "-- signature ";

    /** Rows per INSERT. */
    public static final int BATCH = 500;

    private static final String USAGE = """
            -- usage: mariadb DATABASE < FILE, or pim-planner apply; can be repeated without harm
            -- an edited or cut file changes nothing
            """;

    private SqlScript() {}

    /**
     * The comment at the beginning: fixed text, UUIDs, numbers, the time, what the rows of each staging table are about, and who signs.
     *
     * @param roles of the targets, in their order
     * @param hostKey the public key of the host: X.509, base64
     */
    public static String header(SqlManifest manifest, List<SqlRole> roles, String hostKey) {
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
                + manifest.decided().accepted() + "\n" + entities + rows + HOST + hostKey + "\n" + USAGE;
    }

    /** Makes the empty staging table of a target. */
    public static String stage(int no, SqlTarget target) {
        return SqlFragments.drop(no) + ";\n" + SqlFragments.create(no, target) + ";\n";
    }

    /** Everything after the last row but the signature. */
    public static String ending(SqlDirection direction, List<StagedTarget> targets) {
        if (targets.isEmpty()) {
            return "SELECT 'pim-tools: 0 rows, nothing to do' AS result;\n-- end\n";
        }
        return "DELIMITER //\n" + SqlBlock.of(direction, targets) + "//\nDELIMITER ;\n-- end\n";
    }

    /**
     * The last line.
     *
     * @param digest SHA-256 of all bytes before
     */
    public static String footer(SigningKey key, byte[] digest) {
        return SIGNATURE + key.sign(SignedAs.SQL, digest) + "\n";
    }
}
