package org.pimtools.migrator.step;

import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.finding.Finding;

/** A reason not to change a target now: ends a real run, and is a finding of a dry run. */
public record Refusal(String message, String hint) {
    public ToolException exception() {
        return new ToolException(ExitCode.UNSAFE, message, hint);
    }

    public Finding finding(StepInfo<?> step) {
        return new Finding(step.codes().refused(), step.name(), message + "; " + hint);
    }
}
