package org.pimtools.lab;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.pimtools.testkit.server.MariaDbServer;

/** What breaks around a run, or in it, besides its own death. */
interface ChaosFault {
    /** When it is done. */
    enum Moment {
        BEFORE,
        DURING,
        AFTER
    }

    /** What is done to the platform. */
    @FunctionalInterface
    interface Deed {
        ChaosHarm to(ChaosMoment at) throws InterruptedException;
    }

    static List<ChaosFault> all() {
        return Stream.<ChaosFault[]>of(
                        RedisFault.values(),
                        OthersFault.values(),
                        DatabaseFault.values(),
                        DiskFault.values(),
                        HostFault.values())
                .flatMap(Arrays::stream)
                .toList();
    }

    String name();

    /** The parts that it can break, in the order in which it does. */
    List<ChaosPart> parts();

    /** The part that it breaks in a pass; empty when it can break none of those. @param number of the pass, from 0 */
    default Optional<ChaosPart> part(List<ChaosPart> among, int number) {
        List<ChaosPart> hit = parts().stream().filter(among::contains).toList();
        return hit.isEmpty() ? Optional.empty() : Optional.of(hit.get(number % hit.size()));
    }

    default String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    default Moment moment() {
        return Moment.DURING;
    }

    /** Does it to the platform. */
    default ChaosHarm harm(ChaosMoment at) throws InterruptedException {
        return harm(at.site().platform().kinton().server(), Platform.UPDATER);
    }

    /** Does it to a database. @param user who works there */
    default ChaosHarm harm(MariaDbServer server, String user) {
        return ChaosHarm.OVER;
    }

    /** What stands in front of the command and does it; empty where nothing does. */
    default Optional<List<String>> wrapper(ChaosStart start) {
        return Optional.empty();
    }

    /** Whether everything must be as behind an undisturbed run although nothing is run again. */
    default boolean leavesWhatIsDone() {
        return false;
    }

    /** Whether the run may end because of it. */
    default boolean mayStop() {
        return true;
    }

    /** Whether the run is killed by it. */
    default boolean kills() {
        return false;
    }

    default boolean losesPower() {
        return false;
    }

    default boolean takesTheState() {
        return false;
    }

    /** What stands in front of the command that resumes; empty where nothing does. */
    default Optional<List<String>> resumedUnder() {
        return Optional.empty();
    }
}
