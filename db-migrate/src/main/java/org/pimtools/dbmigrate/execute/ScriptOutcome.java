package org.pimtools.dbmigrate.execute;

import java.time.Duration;

/**
 * A script that ran to its end.
 *
 * @param resumedAt the first statement that this run executed, from 1; one more than there are when none was left
 * @param executed how many statements this run executed
 */
public record ScriptOutcome(int resumedAt, int executed, Duration took) {}
