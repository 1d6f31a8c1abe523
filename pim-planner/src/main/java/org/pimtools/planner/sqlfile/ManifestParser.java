package org.pimtools.planner.sqlfile;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pimtools.common.datacenter.DatacenterFiles;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.sql.DecidedCounts;
import org.pimtools.common.sql.EntityCounts;
import org.pimtools.common.sql.SqlDirection;
import org.pimtools.common.sql.SqlManifest;
import org.pimtools.common.sql.SqlRole;
import org.pimtools.common.sql.SqlScript;

/** Reads the comment at the beginning of an SQL file. */
final class ManifestParser {
    /** How many lines it has at least: those before the roles of the rows, and those after them. */
    static final int LINES = 10;

    /** Where the roles stand. */
    static final int BEFORE_ROLES = 7;

    private static final int MOST_ROLES = 64;
    private static final String ANY_VERSION = "-- pim-tools sql ";

    private static final Pattern COUNTS =
            Pattern.compile("-- vms included (\\d{1,12}) excluded (\\d{1,12}) already (\\d{1,12})");
    private static final Pattern DECIDED =
            Pattern.compile("-- decided exclude (\\d{1,12}) provider-id (\\d{1,12}) accept (\\d{1,12})");

    private static final Pattern ENTITY =
            Pattern.compile("-- entity ([a-z-]{1,32}) included (\\d{1,12}) excluded (\\d{1,12}) already (\\d{1,12})");

    private ManifestParser() {}

    /**
     * What the header says.
     *
     * @param roles of the staging tables, in their order
     * @param hostKey the public key of the host that it claims has written it
     */
    record Head(SqlManifest manifest, List<SqlRole> roles, String hostKey) {}

    /** @throws SyntaxException when another version of the tools wrote a file that begins so */
    static void requireVersion(String first) throws SyntaxException {
        if (first.startsWith(ANY_VERSION) && !first.startsWith(SqlScript.FIRST)) {
            throw new SyntaxException("its format is not the one of this version of the tools, whose files are signed:"
                    + " install this version of pim-migrator on its host, and run pim-migrator sql");
        }
    }

    /** @param text the lines with their newlines */
    static Head parse(String text) throws SyntaxException {
        String[] lines = text.split("\n", -1);
        List<SqlRole> roles = new ArrayList<>();
        Map<EntityKind, EntityCounts> entities = new TreeMap<>();
        int first = BEFORE_ROLES;
        while (first < lines.length && lines[first].startsWith(SqlScript.ENTITY)) {
            entity(lines[first], entities);
            first++;
        }
        for (int i = first; i < lines.length && lines[i].startsWith(SqlScript.ROLE); i++) {
            String expected = SqlScript.ROLE + (roles.size() + 1) + " ";
            if (!lines[i].startsWith(expected) || roles.size() == MOST_ROLES) {
                throw new SyntaxException("its header was changed");
            }
            roles.add(SqlRole.of(lines[i].substring(expected.length()))
                    .orElseThrow(() -> new SyntaxException("it has rows of which this version knows nothing")));
        }
        try {
            Matcher counts = COUNTS.matcher(lines[5]);
            Matcher decided = DECIDED.matcher(lines[6]);
            if (!counts.matches() || !decided.matches()) {
                throw new SyntaxException("it does not begin with the header of an SQL file of pim-migrator");
            }
            String[] plan = after("-- plan ", lines[2]).split(" of ", 2);
            SqlManifest manifest = new SqlManifest(
                    direction(after(SqlScript.FIRST, lines[0])),
                    DatacenterFiles.ofDirectory(after("-- datacenter ", lines[1]))
                            .orElseThrow(IllegalArgumentException::new),
                    UUID.fromString(plan[0]),
                    Instant.parse(plan[plan.length - 1]),
                    after("-- run ", lines[3]),
                    Instant.parse(after("-- created ", lines[4])),
                    Long.parseLong(counts.group(1)),
                    Long.parseLong(counts.group(2)),
                    Long.parseLong(counts.group(3)),
                    new DecidedCounts(
                            Long.parseLong(decided.group(1)),
                            Long.parseLong(decided.group(2)),
                            Long.parseLong(decided.group(3))),
                    entities);
            String hostKey = after(SqlScript.HOST, lines[first + roles.size()]);
            if (SqlScript.header(manifest, roles, hostKey).equals(text)) {
                return new Head(manifest, roles, hostKey);
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new SyntaxException("it does not begin with the header of an SQL file of pim-migrator");
        }
        throw new SyntaxException("its header was changed");
    }

    private static void entity(String line, Map<EntityKind, EntityCounts> entities) throws SyntaxException {
        Matcher counts = ENTITY.matcher(line);
        Optional<EntityKind> kind = counts.matches() ? EntityKind.of(counts.group(1)) : Optional.empty();
        if (kind.filter(EntityKind.others()::contains).isEmpty()) {
            throw new SyntaxException("it has rows of which this version knows nothing");
        }
        EntityCounts before = entities.put(
                kind.get(),
                new EntityCounts(
                        Long.parseLong(counts.group(2)),
                        Long.parseLong(counts.group(3)),
                        Long.parseLong(counts.group(4))));
        if (before != null) {
            throw new SyntaxException("its header was changed");
        }
    }

    private static SqlDirection direction(String word) {
        for (SqlDirection direction : SqlDirection.values()) {
            if (direction.word().equals(word)) {
                return direction;
            }
        }
        throw new IllegalArgumentException();
    }

    private static String after(String start, String line) {
        if (!line.startsWith(start)) {
            throw new IllegalArgumentException();
        }
        return line.substring(start.length());
    }
}
