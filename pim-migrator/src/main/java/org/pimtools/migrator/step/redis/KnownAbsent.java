package org.pimtools.migrator.step.redis;

/**
 * Which keys of a {@link Target} are known not to be there, so that they need not be read. UndoRecord a change of name it is mostly those of
 * the name that comes, and one EXISTS asks for those of many targets.
 */
enum KnownAbsent {
    NOTHING,
    OLD_NAME,
    NEW_NAME
}
