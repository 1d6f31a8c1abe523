package org.pimtools.dbmigrate.execute;

/** The operator's word on the one statement of which neither journal nor catalogue can tell whether it took effect. */
public enum Answer {
    /** It took effect: go on behind it. */
    DONE,
    /** It took no effect: run it again. */
    REPEAT
}
