package org.pimtools.migrator.step;

import org.pimtools.common.finding.FindingCode;

/**
 * What a run has to know of a step without opening it.
 *
 * @param name what options, results and journals call it
 * @param changes the kind of change that it carries
 * @param gatesRows whether a VM's rows go to the SQL files only when its change is done or absent. Such a step comes before the SQL
 *     files, and a run cannot go on without its target; the others come after them and hold nothing up
 * @param batchSize how many changes at a time, at least 1
 */
public record StepInfo<C extends Change>(
        String name, Class<C> changes, boolean gatesRows, int batchSize, Words words, Codes codes) {

    /**
     * What a person reads about it.
     *
     * @param target the target's name
     * @param subject what one change changes
     * @param forward shown while changes are made
     * @param back shown while they are undone
     * @param looking shown while targets are looked at
     * @param old a change that is not made
     * @param changed a change that is made
     */
    public record Words(
            String target, String subject, String forward, String back, String looking, String old, String changed) {}

    /**
     * What is found when a target does not let itself be changed.
     *
     * @param unreachable it cannot be connected to
     * @param refused it must not be changed now
     * @param notDone a change is not made after the migration
     * @param notUndone a change is still made after the rollback
     * @param gone what was changed is not there any more
     * @param byHand a person has to make the change
     */
    public record Codes(
            FindingCode unreachable,
            FindingCode refused,
            FindingCode notDone,
            FindingCode notUndone,
            FindingCode gone,
            FindingCode byHand) {}
}
