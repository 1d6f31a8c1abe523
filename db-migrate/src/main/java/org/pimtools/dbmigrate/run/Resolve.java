package org.pimtools.dbmigrate.run;

/** The operator's word on the one statement of which neither journal nor catalogue can tell whether it was done. */
public enum Resolve {
    /** It took effect: go on behind it. */
    DONE,
    /** It took no effect: run it again. */
    REPEAT
}
