package org.pimtools.testkit.doubles.veeam;

/** What a double does instead of its answer. */
public enum Effect {
    /** It answers with HTTP 503 and has done nothing. */
    BUSY,
    /** It forgets all sessions and answers with HTTP 401. */
    SESSION_EXPIRED,
    /** It does nothing and never answers. */
    NEVER_ANSWERS,
    /** It does what was asked and never answers. */
    SILENT_AFTER,
    /** It ends the connection and has done nothing. */
    CUT_BEFORE,
    /** It does what was asked, and ends the connection without an answer. */
    CUT_AFTER,
    /** Like {@link #CUT_BEFORE}, and whatever is asked later is cut as well, until the double is healed. */
    DEAD_BEFORE,
    /** Like {@link #CUT_AFTER}, and whatever is asked later is cut before, until the double is healed. */
    DEAD_AFTER
}
