package org.pimtools.planner.sqlfile;

import java.util.function.Predicate;
import org.pimtools.common.sql.SqlRow;

/** Recognises the row of a rollback that puts a VM's name back in the place of its provider ID, whatever stands around it. */
public final class FormerName {
    /** No column that names a VM in a longer text needs more on either side. */
    private static final int AROUND = 64;

    private FormerName() {}

    /** Whether the new value is the old one but for one part, which is a name of the VM. */
    public static boolean fits(SqlRow row, Predicate<String> isName) {
        String before = row.before();
        String after = row.after();
        if (before == null || after == null) {
            return false;
        }
        int start = same(before, after, 0, 1);
        int end = same(before, after, -1, -1);
        for (int left = 0; left <= Math.min(start, AROUND); left++) {
            for (int right = 0; right <= Math.min(end, AROUND) && left + right < after.length(); right++) {
                if (isName.test(after.substring(left, after.length() - right))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** How many characters are the same from the beginning, or from the end when {@code from} is negative. */
    private static int same(String one, String other, int from, int step) {
        int most = Math.min(one.length(), other.length());
        int count = 0;
        while (count < most) {
            int at = from + step * count;
            char a = one.charAt(from < 0 ? one.length() + at : at);
            char b = other.charAt(from < 0 ? other.length() + at : at);
            if (a != b) {
                return count;
            }
            count++;
        }
        return count;
    }
}
