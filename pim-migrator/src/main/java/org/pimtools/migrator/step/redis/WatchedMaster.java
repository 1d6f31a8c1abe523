package org.pimtools.migrator.step.redis;

import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;

/**
 * The master that a run works on, as its Sentinels named it at the beginning.
 *
 * @param found what they said then
 */
record WatchedMaster(Sentinels sentinels, SentinelView found) {
    /**
     * Asks the Sentinels again. A replica that took over may lack what the old master had acknowledged, so that what was looked at does not
     * count any more.
     *
     * @throws ToolException with {@link ExitCode#UNSAFE} when there was a failover since, or one is under way; with
     *     {@link ExitCode#UNREACHABLE} when no Sentinel answers
     */
    void confirm() {
        SentinelView now = sentinels.now();
        if (now.epoch() != found.epoch() || !now.address().equals(found.address())) {
            throw new ToolException(
                    ExitCode.UNSAFE,
                    "redis " + sentinels.name() + " failed over from " + found.address() + " to " + now.address()
                            + " during the run",
                    "run the same command again: it looks at every subscription again, on the new master, and resumes");
        }
    }
}
