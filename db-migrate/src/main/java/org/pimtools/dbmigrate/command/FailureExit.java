package org.pimtools.dbmigrate.command;

import java.util.List;
import java.util.Set;
import org.pimtools.common.error.ExitCode;

/** How a run ends in which modules failed. */
final class FailureExit {
    private static final Set<ExitCode> TELLING = Set.of(ExitCode.USAGE, ExitCode.INVALID_INPUT, ExitCode.UNSAFE);

    private FailureExit() {}

    /**
     * One code for all: that of the failures where it says that nothing was touched, and why; else that a module failed.
     *
     * @param failures at least one
     * @param touched whether any module was changed, or needed none
     */
    static ExitCode of(List<ExitCode> failures, boolean touched) {
        ExitCode first = failures.get(0);
        return !touched && TELLING.contains(first) && Set.copyOf(failures).size() == 1 ? first : ExitCode.FAILED;
    }
}
