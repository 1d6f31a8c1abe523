package org.pimtools.planner.inventory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.text.Text;

/** Values of the database that are not of their type, each once, however many queries meet it. */
final class UnreadableValues {
    private static final int MOST = 1_000;
    private static final int LONGEST = 60;

    private final Map<String, Finding> found = new LinkedHashMap<>();
    private long more;

    /**
     * @param column as {@code table.column}
     * @param key the column that tells the row
     * @param row its value there, or null
     */
    void add(String column, String value, String key, String row) {
        String detail = "%s is '%s', which is no whole number, where %s is %s"
                .formatted(
                        column,
                        Text.shortened(value, LONGEST),
                        key,
                        row == null ? "NULL" : "'" + Text.shortened(row, LONGEST) + "'");
        if (found.containsKey(detail)) {
            return;
        }
        if (found.size() == MOST) {
            more++;
            return;
        }
        found.put(
                detail,
                new Finding(FindingCode.UNREADABLE_VALUE, "table:" + column.substring(0, column.indexOf('.')), detail));
    }

    /** All of them, in the order in which they were met; beyond a thousand only their number. */
    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>(found.values());
        if (more > 0) {
            findings.add(new Finding(
                    FindingCode.UNREADABLE_VALUE, "table:virtualmachine", "and " + Text.grouped(more) + " more"));
        }
        return findings;
    }
}
