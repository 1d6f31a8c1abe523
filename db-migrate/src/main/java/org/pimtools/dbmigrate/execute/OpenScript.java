package org.pimtools.dbmigrate.execute;

import org.pimtools.dbmigrate.script.Direction;
import org.pimtools.dbmigrate.script.Version;

/**
 * A script that was begun and not ended, as the journal has it.
 *
 * @param id its number in the journal
 * @param statements how many it had when it was begun
 * @param done how many of them are done, from the first without a gap
 * @param touched true when more is known to have been tried than what is done
 */
public record OpenScript(
        long id, Direction direction, Version version, String file, int statements, int done, boolean touched) {}
