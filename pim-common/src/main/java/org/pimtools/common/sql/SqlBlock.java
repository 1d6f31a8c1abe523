package org.pimtools.common.sql;

import static org.pimtools.common.sql.SqlFragments.exists;
import static org.pimtools.common.sql.SqlFragments.guard;
import static org.pimtools.common.sql.SqlFragments.guarded;
import static org.pimtools.common.sql.SqlFragments.isAfter;
import static org.pimtools.common.sql.SqlFragments.isBefore;
import static org.pimtools.common.sql.SqlFragments.name;
import static org.pimtools.common.sql.SqlFragments.outerJoin;
import static org.pimtools.common.sql.SqlFragments.staging;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The one statement of a file that changes anything. It is a single statement, because a client told to go on after errors
 * would run an update although the check before it failed. What it needs of the session is set by {@code SET STATEMENT}, which
 * also takes it back when the statement is killed; {@code max_statement_time} could not be lifted from inside.
 */
public final class SqlBlock {
    /** Rows per transaction. */
    public static final int CHUNK = 5000;

    /** How often a chunk is tried when other sessions lock its rows. */
    public static final int TRIES = 5;

    /** Seconds to wait for another run to end, for instance one whose client was killed. */
    public static final int LOCK_WAIT = 600;

    /** The name of the lock that only one run at a time holds, per database. */
    public static final String LOCK_NAME = "CONCAT('pim-tools.', MD5(DATABASE()))";

    private static final String SESSION = """
            SET STATEMENT sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION', sql_safe_updates = 0, max_statement_time = 0 FOR
            """;

    private static final String OPENING = """
            BEGIN NOT ATOMIC
            DECLARE pim_count, pim_sum, pim_last, pim_good, pim_same, pim_from BIGINT DEFAULT 0;
            DECLARE pim_failing, pim_already, pim_set, pim_done, pim_tries, pim_retry BIGINT DEFAULT 0;
            DECLARE pim_message VARCHAR(1000) CHARACTER SET utf8mb4 DEFAULT '';
            DECLARE EXIT HANDLER FOR SQLEXCEPTION
            BEGIN
              ROLLBACK;
              SET @DISABLE_STATS_TRIGGERS = @pim_tools_saved, @pim_tools_saved = NULL;
              DO RELEASE_LOCK(${lock});
              DROP TEMPORARY TABLE IF EXISTS ${tables};
              RESIGNAL;
            END;
            SET @pim_tools_saved = @DISABLE_STATS_TRIGGERS;
            IF @@log_bin AND @@sql_log_bin AND @@binlog_format = 'STATEMENT' THEN
              SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'pim-tools: nothing changed: replicas need SET SESSION binlog_format = MIXED (or ROW) before this file';
            END IF;
            IF NOT (GET_LOCK(${lock}, ${wait}) <=> 1) THEN
              SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'pim-tools: nothing changed: another run is at work in this database; wait for its end';
            END IF;
            """;

    private static final String COMPLETE = """
            SELECT COUNT(*), IFNULL(MAX(s.n), 0), ${checksum} INTO pim_count, pim_last, pim_sum FROM ${table} s;
            IF pim_count <> ${rows} OR pim_last <> ${rows} OR pim_sum <> ${sum} THEN
              SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'pim-tools: nothing changed: the rows of this file were not all taken over as they were written';
            END IF;
            """;

    private static final String LOOK = """
            SELECT IFNULL(SUM(${guarded} AND (${before} OR ${after})), 0), IFNULL(SUM(${exists} AND ${after}), 0) INTO pim_good, pim_same FROM ${join};
            SET pim_failing = pim_failing + ${rows} - pim_good, pim_already = pim_already + pim_same;
            IF pim_good < ${rows} THEN
              SELECT '${target}' AS ${verb}, s.vm AS vm, ${keys}, ${reason} AS differs FROM ${join} WHERE NOT (${guarded} AND (${before} OR ${after})) ORDER BY s.n LIMIT 20;
              IF pim_message = '' THEN
                SELECT CONCAT('${owner} ', s.vm, ': ', ${reason}) INTO pim_message FROM ${join} WHERE NOT (${guarded} AND (${before} OR ${after})) ORDER BY s.n LIMIT 1;
              END IF;
            END IF;
            """;

    private static final String REFUSE = """
            IF pim_failing > 0 THEN
              SET pim_message = LEFT(CONCAT('pim-tools: nothing changed: ', pim_failing, ' of ${total} rows differ, first ', pim_message, '; list them: pim-planner apply'), 128);
              SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = pim_message;
            END IF;
            """;

    private static final String CHUNKS = """
            SET pim_from = 1;
            WHILE pim_from <= ${rows} DO
              SET pim_tries = 0;
              REPEAT
                SET pim_retry = 0;
                BEGIN
                  DECLARE CONTINUE HANDLER FOR 1205, 1213 SET pim_retry = 1;
                  START TRANSACTION;
                  ${update};
                  SET pim_done = ROW_COUNT();
                  COMMIT;
                END;
                IF pim_retry = 1 THEN
                  ROLLBACK;
                  SET pim_tries = pim_tries + 1;
                  IF pim_tries >= ${tries} THEN
                    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'pim-tools: stopped on the way: another session locks rows; end it and run this file again';
                  END IF;
                  DO SLEEP(pim_tries * 0.2);
                END IF;
              UNTIL pim_retry = 0 END REPEAT;
              SET pim_set = pim_set + pim_done, pim_from = pim_from + ${chunk};
            END WHILE;
            """;

    /** Every row that an UPDATE finds is changed by it, so that its count is the same for every client. */
    private static final String RECOUNT = """
            IF pim_set <> ${total} THEN
            SET pim_set = 0;
            """;

    private static final String COUNT = """
            SELECT IFNULL(SUM(${exists} AND ${after}), 0) INTO pim_good FROM ${join};
            SET pim_set = pim_set + pim_good;
            """;

    private static final String ALL_SET = """
            IF pim_set <> ${total} THEN
              SET pim_message = LEFT(CONCAT('pim-tools: stopped on the way: ', pim_set, ' of ${total} rows are set, others were changed meanwhile; run this file again'), 128);
              SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = pim_message;
            END IF;
            """;

    private static final String CLOSING = """
            COMMIT;
            SET @DISABLE_STATS_TRIGGERS = @pim_tools_saved, @pim_tools_saved = NULL;
            DO RELEASE_LOCK(${lock});
            DROP TEMPORARY TABLE IF EXISTS ${tables};
            SELECT ${result} AS result;
            END
            """;

    private SqlBlock() {}

    /** The block for the staged targets of a file, ending with a newline and without a delimiter. */
    public static String of(SqlDirection direction, List<StagedTarget> targets) {
        StringBuilder text = new StringBuilder(SESSION);
        common(text, OPENING, targets);
        targets.forEach(target -> each(text, COMPLETE, direction, target));
        targets.forEach(target -> each(text, LOOK, direction, target));
        if (direction == SqlDirection.UPDATE) {
            common(text, REFUSE, targets);
        }
        text.append("SET @DISABLE_STATS_TRIGGERS = 1, pim_set = pim_already;\n");
        targets.forEach(target -> each(text, CHUNKS, direction, target));
        common(text, RECOUNT, targets);
        targets.forEach(target -> each(text, COUNT, direction, target));
        text.append("END IF;\n");
        if (direction == SqlDirection.UPDATE) {
            common(text, ALL_SET, targets);
        }
        common(text, CLOSING.replace("${result}", result(direction)), targets);
        return text.toString();
    }

    private static String result(SqlDirection direction) {
        return switch (direction) {
            case UPDATE ->
                "CONCAT('pim-tools: ', pim_set - pim_already, ' rows set, ', pim_already, ' were set already')";
            case ROLLBACK ->
                "CONCAT('pim-tools: ', pim_set - pim_already, ' rows put back, ', pim_already,"
                        + " ' were back already, ', ${total} - pim_set, ' left because they were changed since')";
        };
    }

    private static void common(StringBuilder text, String template, List<StagedTarget> targets) {
        long total = targets.stream().mapToLong(StagedTarget::rows).sum();
        text.append(template.replace("${lock}", LOCK_NAME)
                .replace("${wait}", String.valueOf(LOCK_WAIT))
                .replace("${total}", String.valueOf(total))
                .replace(
                        "${tables}",
                        targets.stream().map(staged -> staging(staged.no())).collect(Collectors.joining(", "))));
    }

    private static void each(StringBuilder text, String template, SqlDirection direction, StagedTarget staged) {
        SqlTarget target = staged.target();
        text.append(template.replace("${update}", SqlFragments.update(staged, "pim_from", "pim_from + " + (CHUNK - 1)))
                .replace("${join}", outerJoin(staged))
                .replace("${checksum}", SqlFragments.checksum(target))
                .replace("${reason}", reason(target))
                .replace("${owner}", target.role().owner())
                .replace("${keys}", keys(target))
                .replace("${guarded}", guarded(target))
                .replace("${before}", isBefore(target))
                .replace("${after}", isAfter(target))
                .replace("${exists}", exists(target))
                .replace("${verb}", direction == SqlDirection.UPDATE ? "refused" : "left_alone")
                .replace("${target}", target.table())
                .replace("${table}", staging(staged.no()))
                .replace("${rows}", String.valueOf(staged.rows()))
                .replace("${sum}", String.valueOf(staged.checksum()))
                .replace("${tries}", String.valueOf(TRIES))
                .replace("${chunk}", String.valueOf(CHUNK)));
    }

    private static String keys(SqlTarget target) {
        return SqlFragments.numbers(target.keyColumns())
                .mapToObj(i -> SqlFragments.shownKey(target, i) + " AS "
                        + name(target.keyColumns().get(i - 1).name()))
                .collect(Collectors.joining(", "));
    }

    /** Names the first column that differs, never a value. */
    private static String reason(SqlTarget target) {
        String guards = SqlFragments.numbers(target.guardColumns())
                .mapToObj(i -> " WHEN NOT (" + guard(target, i) + ") THEN '"
                        + target.guardColumns().get(i - 1) + "'")
                .collect(Collectors.joining());
        return "CASE WHEN NOT (" + exists(target) + ") THEN 'no such row'" + guards + " ELSE '" + target.column()
                + "' END";
    }
}
