package org.pimtools.migrator.change;

/** A change that is to be made or undone, with what was there before, as {@link Look.Pending} or the journal gave it. */
public record Todo<C extends Change>(C change, String before) {}
