package org.pimtools.dbmigrate.migrate;

import org.pimtools.dbmigrate.script.Version;

/** What is to happen to a module's database. */
public sealed interface Request {
    /** Up to the newest version that its folder has. */
    record Newest() implements Request {}

    /** Up or down to a version; none is before the first. */
    record To(Version version) implements Request {}

    /**
     * Taken as it is, as what the migrations up to a version would have made of it.
     *
     * @param evenIfItDiffers from what their texts say
     */
    record Baseline(Version version, boolean evenIfItDiffers) implements Request {}
}
