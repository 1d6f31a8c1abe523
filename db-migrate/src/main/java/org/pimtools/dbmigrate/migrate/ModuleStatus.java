package org.pimtools.dbmigrate.migrate;

import java.util.List;
import java.util.Optional;
import org.pimtools.dbmigrate.flyway.Fault;
import org.pimtools.dbmigrate.script.Version;

/**
 * Where a module's database is.
 *
 * @param current the newest applied version, none for none
 * @param newest the newest version that the folder has, none for none
 * @param pending versions to apply, lowest first
 * @param open the script that was begun and not ended
 * @param adopted false when the database holds tables and no version is known of it
 * @param faults what forbids to touch it
 * @param leftOut files that look like scripts and are none
 */
public record ModuleStatus(
        Version current,
        Version newest,
        List<Version> pending,
        Optional<Open> open,
        boolean adopted,
        List<Fault> faults,
        List<Fault> leftOut) {
    public ModuleStatus {
        pending = List.copyOf(pending);
        faults = List.copyOf(faults);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * A script that was begun and not ended.
     *
     * @param undo true when it was taking its version back
     * @param done how many of its statements are done
     * @param statements how many it had when it was begun
     */
    public record Open(String file, Version version, boolean undo, int done, int statements) {
        /** How far it got, in words. */
        public String progress() {
            return file + " was begun: " + done + " of " + statements + " statements are done";
        }
    }
}
