package org.pimtools.lab.defect;

import net.bytebuddy.asm.Advice;

/** The UPDATE of a chunk without what the rows must hold before. */
public final class UnguardedUpdate {
    private static final String EXISTS = " IS NOT NULL";

    private UnguardedUpdate() {}

    @Advice.OnMethodEnter
    static void cut(@Advice.Argument(value = 0, readOnly = false) String sql) {
        sql = UnguardedUpdate.withoutGuards(sql);
    }

    /** Called from what is woven in; what is no such UPDATE stays as it is. */
    public static String withoutGuards(String sql) {
        if (!sql.startsWith("UPDATE ")) {
            return sql;
        }
        int end = sql.indexOf(EXISTS);
        if (end < 0) {
            throw DefectAgent.halt("finds no guards", new IllegalStateException(sql));
        }
        return sql.substring(0, end + EXISTS.length());
    }
}
