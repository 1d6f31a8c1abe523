package org.pimtools.dbmigrate.migrate;

/** What is to happen to a module's database. */
public sealed interface Request {
    /** Up to the newest version that its folder has. */
    record Newest() implements Request {}

    /** Up or down to a version; 0 is before the first. */
    record To(int version) implements Request {}

    /** Taken as it is, as what the migrations up to a version would have made of it. */
    record Baseline(int version) implements Request {}
}
