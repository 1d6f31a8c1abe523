package org.pimtools.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.lab.CountedSite.State;
import org.pimtools.testkit.server.Servers;

/**
 * Kills an update of seven modules and their rollback with SIGKILL, or the server under them, at many moments, and runs them again.
 * With {@code -Dpim.kills=200} each way is killed 200 times.
 */
@Timeout(value = 3, unit = TimeUnit.HOURS)
@Tag("slow")
class ModuleKillTest {
    private static final int KILLS = Integer.getInteger("pim.kills", 8);
    private static final int KILLS_A_RUN = 8;
    private static final int SERVER_KILLS = Math.max(2, KILLS / 10);

    @RegisterExtension
    private static final Servers SERVERS = Servers.ofClass();

    @TempDir
    static Path directory;

    private static CountedSite site;
    private static LabModule[] all;
    private static Map<String, String> updated;
    private static Map<String, String> rolledBack;

    /** How long the rollback of one module takes; an update of all takes about four times as long. */
    private static long rollbackNanos;

    private final StopAnswers answers = new StopAnswers(site);

    /** The same moments each time, as far as a machine allows. */
    private final Random random = new Random(7);

    private final Map<Moment, Integer> kills = new EnumMap<>(Moment.class);
    private final Map<String, Integer> found = new TreeMap<>();

    /** The kills since the databases were restored, for the message of a failure. */
    private final List<String> pass = new ArrayList<>();

    /** What is waited for before the kill. */
    private enum Moment {
        A_TIME,
        A_COUNT,
        A_DEFINITION
    }

    @BeforeAll
    static void undisturbed() throws Exception {
        site = SERVERS.add(new CountedSite(directory));
        StopAnswers answers = new StopAnswers(site);
        all = site.site().modules().toArray(LabModule[]::new);
        site.restore(State.FIRST);
        Map<String, String> first = lab();
        site.restore(State.NEWEST);
        updated = site.dumps();
        long started = System.nanoTime();
        for (LabModule module : all) {
            answers.runToTheEnd(back(module));
        }
        rollbackNanos = (System.nanoTime() - started) / all.length;
        assertEquals(first, lab());
        site.assertCounted(true, true, all);
        rolledBack = site.dumps();
    }

    @Test
    void anUpdateThatIsKilledAtAnyMomentEndsAsIfItWereNot() throws Exception {
        int kill = 0;
        while (kill < KILLS) {
            restore(State.FIRST);
            kill += killAndGoOn(Math.min(KILLS_A_RUN, KILLS - kill), 4 * rollbackNanos, List.of(all));
            assertEquals(updated, site.dumps(), pass::toString);
            site.assertCounted(true, false, all);
        }
        print("update", KILLS);
    }

    @Test
    void aRollbackThatIsKilledAtAnyMomentEndsAsIfItWereNot() throws Exception {
        int kill = 0;
        while (kill < KILLS) {
            restore(State.NEWEST);
            for (LabModule module : all) {
                if (kill < KILLS) {
                    kill += killAndGoOn(
                            Math.min(KILLS_A_RUN, KILLS - kill), rollbackNanos, List.of(module), back(module));
                    assertEquals(
                            rolledBack.get(module.name()), site.dumps(module).get(module.name()), pass::toString);
                    site.assertCounted(true, true, module);
                }
            }
        }
        print("rollback", KILLS);
    }

    @Test
    void aServerThatIsKilledInTheMiddleChangesNothingAboutIt() throws Exception {
        int killed = 0;
        int noticed = 0;
        while (killed < SERVER_KILLS) {
            site.restore(State.FIRST);
            for (int part = 1; part <= 3 && killed < SERVER_KILLS; part++) {
                Process process = site.start();
                long target = 10 + random.nextInt(80);
                try (Connection watch = site.site().server().connect()) {
                    target += site.progress(watch, List.of(all));
                    while (process.isAlive() && site.progress(watch, List.of(all)) < target) {
                        TimeUnit.MICROSECONDS.sleep(500);
                    }
                    if (process.isAlive()) {
                        killed++;
                        site.site().server().kill();
                    }
                } catch (SQLException e) {
                    // the connection that watched is gone with its server
                    assertFalse(site.site().server().pid().isEmpty());
                }
                Tool.Result result = Tool.finish(process);
                site.site().server().restart();
                if (result.exit() != 0) {
                    noticed++;
                    assertEquals(1, result.exit(), result.out() + result.err());
                    assertTrue(result.err().contains("hint: "), result.err());
                    assertFalse(result.err().contains("\tat "), result.err());
                }
            }
            answers.runToTheEnd();
            assertEquals(updated, site.dumps());
            site.assertCounted(true, false, all);
        }
        assertTrue(noticed >= killed / 2, noticed + " of " + killed);
        System.out.println("server killed " + killed + " times under an update, " + noticed + " runs ended by it; "
                + answers.stops());
    }

    private void restore(State state) throws IOException {
        site.restore(state);
        pass.clear();
    }

    /** Kills some runs, each further on than the one before, and lets the last one end. How many were killed. */
    private int killAndGoOn(int times, long nanos, List<LabModule> modules, String... options)
            throws IOException, InterruptedException, SQLException {
        int killed = 0;
        try (Connection watch = site.site().server().connect()) {
            while (killed < times) {
                Moment moment = Moment.values()[random.nextInt(Moment.values().length)];
                long progress = site.progress(watch, modules);
                Process process = site.start(options);
                await(moment, process, watch, modules, progress, nanos);
                boolean alive = process.isAlive();
                process.destroyForcibly().waitFor();
                if (!alive) {
                    break;
                }
                killed++;
                kills.merge(moment, 1, Integer::sum);
                String where = where(watch, modules, progress);
                found.merge(where, 1, Integer::sum);
                pass.add(moment + " " + where + " behind " + site.progress(watch, modules) + " counts");
            }
        }
        answers.runToTheEnd(options);
        return killed;
    }

    private void await(
            Moment moment, Process process, Connection watch, List<LabModule> modules, long progress, long nanos)
            throws InterruptedException, SQLException {
        switch (moment) {
            case A_TIME -> process.waitFor((long) (nanos * random.nextDouble()), TimeUnit.NANOSECONDS);
            case A_COUNT -> {
                long wanted = progress + 1 + random.nextInt(12 * modules.size());
                while (process.isAlive() && site.progress(watch, modules) < wanted) {
                    TimeUnit.MICROSECONDS.sleep(200);
                }
                TimeUnit.MICROSECONDS.sleep(random.nextInt(8_000));
            }
            case A_DEFINITION -> {
                int wanted = 1 + random.nextInt(4 * modules.size());
                long last = 0;
                while (process.isAlive() && wanted > 0) {
                    long now = definition(watch);
                    if (now != 0 && now != last) {
                        last = now;
                        wanted--;
                    }
                }
            }
        }
    }

    /** Which definition the server executes just now, 0 for none. */
    private static long definition(Connection watch) throws SQLException {
        try (Statement statement = watch.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT query_id FROM information_schema.processlist WHERE user = '" + ModuleSite.USER
                                + "' AND command = 'Query' AND info REGEXP '^(CREATE|ALTER|DROP|RENAME) '")) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    private String where(Connection watch, List<LabModule> modules, long before) throws SQLException {
        for (LabModule module : modules) {
            try (Statement statement = watch.createStatement();
                    ResultSet row = statement.executeQuery("SELECT (SELECT COUNT(*) FROM " + module.name()
                            + ".aos_migrate_statement t WHERE t.script = s.id AND t.state = 'intent') FROM "
                            + module.name() + ".aos_migrate_script s WHERE s.state = 'open'")) {
                if (row.next()) {
                    return row.getInt(1) > 0 ? "in a statement that is journalled before" : "in a script";
                }
            } catch (SQLException e) {
                assertEquals(1146, e.getErrorCode(), e.getMessage());
            }
        }
        return site.progress(watch, modules) == before ? "before the first statement" : "between scripts";
    }

    /** The dumps of the lab's own tables, without those that count. */
    private static Map<String, String> lab() {
        Map<String, String> dumps = new TreeMap<>();
        for (LabModule module : all) {
            dumps.put(module.name(), site.site().dump(module, CountedModules.TABLES));
        }
        return dumps;
    }

    private static String[] back(LabModule module) {
        return new String[] {"--names", module.name(), "--migration", Integer.toString(CountedModules.FIRST)};
    }

    private void print(String what, int times) {
        System.out.println(what + " killed " + times + " times, waiting for " + kills + ", found " + found + "; "
                + answers.stops());
    }
}
