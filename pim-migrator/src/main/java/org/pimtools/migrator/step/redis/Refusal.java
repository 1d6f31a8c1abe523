package org.pimtools.migrator.step.redis;

import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;

/** A reason not to migrate this Redis now: ends a real run, and is a finding of a dry run. */
public record Refusal(String message, String hint) {
    public ToolException exception() {
        return new ToolException(ExitCode.UNSAFE, message, hint);
    }

    public Finding finding() {
        return new Finding(FindingCode.REDIS_REFUSED, "redis", message + "; " + hint);
    }

    static Refusal anotherMigrator(String address) {
        return new Refusal(
                "another migrator works on this redis, from " + address,
                "wait until it has ended, or end it; its work can be resumed");
    }
}
