package org.pimtools.migrator.step;

/** A change that is to be made or undone, with what was there before, as {@link Look.Pending} or the journal gave it. */
public record PendingChange<C extends Change>(C change, String before) {}
