package org.pimtools.lab;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rules of the structure, as {@code docs/architecture.md} tells them. */
@AnalyzeClasses(packages = "org.pimtools", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String DB_MIGRATE = "org.pimtools.dbmigrate.";
    private static final String MIGRATOR = "org.pimtools.migrator.";
    private static final String[] LEAVES = {
        "load", "resolve", "provider", "step.redis", "journal", "sql", "report", "decision", "host"
    };

    @ArchTest
    static final ArchRule THE_PLANNER_AND_THE_MIGRATOR_MEET_ONLY_IN_THE_PLAN = noClasses()
            .that()
            .resideInAPackage("org.pimtools.planner..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.pimtools.migrator..");

    @ArchTest
    static final ArchRule THE_MIGRATOR_KNOWS_NO_PLANNER = noClasses()
            .that()
            .resideInAPackage("org.pimtools.migrator..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.pimtools.planner..");

    @ArchTest
    static final ArchRule WHAT_IS_COMMON_KNOWS_NO_COMMAND = noClasses()
            .that()
            .resideInAPackage("org.pimtools.common..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.pimtools.planner..", "org.pimtools.migrator..", "org.pimtools.dbmigrate..");

    @ArchTest
    static final ArchRule DB_MIGRATE_STANDS_ALONE = noClasses()
            .that()
            .resideInAPackage("org.pimtools.dbmigrate..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.pimtools.planner..", "org.pimtools.migrator..");

    @ArchTest
    static final ArchRule THE_TESTKIT_IS_INDEPENDENT = noClasses()
            .that()
            .resideInAPackage("org.pimtools.testkit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.pimtools.common..",
                    "org.pimtools.planner..",
                    "org.pimtools.migrator..",
                    "org.pimtools.dbmigrate..");

    @ArchTest
    static final ArchRule THE_LAB_RUNS_THE_TOOLS_AS_PROCESSES = noClasses()
            .that()
            .resideInAPackage("org.pimtools.lab..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.pimtools.common..",
                    "org.pimtools.planner..",
                    "org.pimtools.migrator..",
                    "org.pimtools.dbmigrate..");

    @ArchTest
    static final ArchRule PACKAGES_OF_PIM_COMMON_HAVE_NO_CYCLE =
            slices().matching("org.pimtools.common.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule PACKAGES_OF_THE_PLANNER_HAVE_NO_CYCLE =
            slices().matching("org.pimtools.planner.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule PACKAGES_OF_THE_MIGRATOR_HAVE_NO_CYCLE =
            slices().matching("org.pimtools.migrator.(*)..").should().beFreeOfCycles();

    @ArchTest
    static void theLeavesOfTheMigratorDoNotKnowEachOther(com.tngtech.archunit.core.domain.JavaClasses imported) {
        for (String leaf : LEAVES) {
            String[] others = java.util.Arrays.stream(LEAVES)
                    .filter(other -> !other.equals(leaf))
                    .map(other -> MIGRATOR + other + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(MIGRATOR + leaf + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .check(imported);
            noClasses()
                    .that()
                    .resideInAPackage(MIGRATOR + leaf + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            MIGRATOR + "execute..",
                            MIGRATOR + "migrate..",
                            MIGRATOR + "rollback..",
                            MIGRATOR + "verify..",
                            MIGRATOR + "command..",
                            MIGRATOR + "state..")
                    .check(imported);
        }
    }

    @ArchTest
    static final ArchRule WHAT_EXECUTES_KNOWS_NO_STEP_AND_NO_PROVIDER_BY_NAME = noClasses()
            .that()
            .resideInAnyPackage(
                    MIGRATOR + "execute..", MIGRATOR + "migrate..", MIGRATOR + "rollback..", MIGRATOR + "verify..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(MIGRATOR + "step.*..", MIGRATOR + "provider.*..");

    @ArchTest
    static final ArchRule STEPS_AND_PROVIDERS_DO_NOT_KNOW_THEIR_SIBLINGS =
            slices().matching(MIGRATOR + "(step|provider).(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule ONLY_COMMANDS_SEE_THE_COMMAND_BASE = noClasses()
            .that()
            .resideInAnyPackage("org.pimtools.planner..", "org.pimtools.migrator..", "org.pimtools.dbmigrate..")
            .and()
            .resideOutsideOfPackages("..command..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.pimtools.common.cli..");

    @ArchTest
    static final ArchRule PURE_PACKAGES_READ_AND_WRITE_NOTHING = noClasses()
            .that()
            .resideInAnyPackage(MIGRATOR + "resolve..", "org.pimtools.planner.planning..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.io..", "java.nio.file..", "java.net..", "java.sql..");

    @ArchTest
    static final ArchRule WHAT_IS_REMEMBERED_KNOWS_ONLY_THE_JOURNAL = noClasses()
            .that()
            .resideInAPackage(MIGRATOR + "state..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    MIGRATOR + "execute..",
                    MIGRATOR + "migrate..",
                    MIGRATOR + "rollback..",
                    MIGRATOR + "verify..",
                    MIGRATOR + "command..",
                    MIGRATOR + "load..",
                    MIGRATOR + "resolve..",
                    MIGRATOR + "provider..",
                    MIGRATOR + "step.redis..",
                    MIGRATOR + "sql..",
                    MIGRATOR + "report..",
                    MIGRATOR + "decision..");

    @ArchTest
    static final ArchRule REDIS_IS_KNOWN_IN_ONE_PLACE =
            only("redis.clients..", "org.pimtools.migrator.step.redis..", "org.pimtools.lab..");

    @ArchTest
    static final ArchRule LIBVIRT_IS_KNOWN_IN_ONE_PLACE =
            only("com.sun.jna..", "org.pimtools.migrator.provider.libvirt..");

    @ArchTest
    static final ArchRule HTTP_IS_KNOWN_IN_ONE_PLACE =
            only("java.net.http..", MIGRATOR + "remote..", "org.pimtools.lab..");

    @ArchTest
    static final ArchRule TLS_IS_KNOWN_WHERE_CONNECTIONS_ARE_MADE = only(
            "javax.net.ssl..",
            MIGRATOR + "remote..",
            MIGRATOR + "step.redis..",
            "org.pimtools.common.jdbc..",
            "org.pimtools.lab..");

    @ArchTest
    static final ArchRule FAILSAFE_IS_KNOWN_IN_ONE_PLACE = only("dev.failsafe..", MIGRATOR + "remote..");

    @ArchTest
    static final ArchRule WHAT_IS_REMOTE_KNOWS_NO_PROVIDER_AND_NO_STEP = noClasses()
            .that()
            .resideInAPackage(MIGRATOR + "remote..")
            .should()
            .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("org.pimtools.migrator..")
                    .and(JavaClass.Predicates.resideOutsideOfPackage(MIGRATOR + "remote..")));

    @ArchTest
    static final ArchRule AMAZONS_SIGNER_IS_KNOWN_IN_ONE_PLACE =
            only("software.amazon..", "org.pimtools.migrator.provider.amazon..");

    @ArchTest
    static final ArchRule THE_POOL_IS_KNOWN_IN_ONE_PLACE = only("com.zaxxer..", "org.pimtools.common.jdbc..");

    @ArchTest
    static final ArchRule AGE_IS_KNOWN_IN_ONE_PLACE = only("com.exceptionfactory..", "org.pimtools.common.secret..");

    @ArchTest
    static final ArchRule FLYWAY_IS_KNOWN_IN_ONE_PLACE =
            only("org.flywaydb..", "org.pimtools.dbmigrate.flyway..", "org.pimtools.lab..");

    @ArchTest
    static final ArchRule EXECUTION_KNOWS_SCRIPTS_AND_LOCKS_ONLY = noClasses()
            .that()
            .resideInAPackage(DB_MIGRATE + "execute..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    DB_MIGRATE + "flyway..",
                    DB_MIGRATE + "module..",
                    DB_MIGRATE + "migrate..",
                    DB_MIGRATE + "table..",
                    DB_MIGRATE + "command..");

    @ArchTest
    static final ArchRule THE_LOCK_RUNS_NO_SCRIPTS = noClasses()
            .that()
            .resideInAPackage(DB_MIGRATE + "lock..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    DB_MIGRATE + "execute..",
                    DB_MIGRATE + "flyway..",
                    DB_MIGRATE + "module..",
                    DB_MIGRATE + "migrate..",
                    DB_MIGRATE + "table..",
                    DB_MIGRATE + "command..");

    @ArchTest
    static final ArchRule SCRIPTS_ARE_READ_WITHOUT_A_SERVER = noClasses()
            .that()
            .resideInAPackage(DB_MIGRATE + "script..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.sql..",
                    "org.mariadb..",
                    DB_MIGRATE + "lock..",
                    DB_MIGRATE + "execute..",
                    DB_MIGRATE + "flyway..",
                    DB_MIGRATE + "module..",
                    DB_MIGRATE + "migrate..",
                    DB_MIGRATE + "table..",
                    DB_MIGRATE + "command..");

    @ArchTest
    static final ArchRule PACKAGES_OF_DB_MIGRATE_HAVE_NO_CYCLE =
            slices().matching("org.pimtools.dbmigrate.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule ONLY_MAIN_EXITS = noClasses()
            .that()
            .resideInAnyPackage(
                    "org.pimtools.common..",
                    "org.pimtools.planner..",
                    "org.pimtools.migrator..",
                    "org.pimtools.dbmigrate..")
            .and()
            .haveNameNotMatching(".*\\.(PimPlanner|PimMigrator|AosDbMigrate)")
            .should()
            .callMethod(System.class, "exit", int.class);

    @ArchTest
    static final ArchRule COMMANDS_HOLD_NO_SQL = noClasses()
            .that()
            .resideInAnyPackage(
                    "org.pimtools.planner.command..",
                    "org.pimtools.migrator.command..",
                    "org.pimtools.dbmigrate.command..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.sql\\.(PreparedStatement|Statement|ResultSet)");

    private static ArchRule only(String library, String... places) {
        String[] testkitToo = java.util.stream.Stream.concat(
                        java.util.Arrays.stream(places), java.util.stream.Stream.of("org.pimtools.testkit.."))
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideOutsideOfPackages(testkitToo)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library);
    }
}
