package org.pimtools.migrator.step.veeam;

import java.util.List;

/**
 * The jobs to rename as CSV (RFC 4180): a header, then the old and the new name of each. A name that a spreadsheet would take for a
 * formula gets an apostrophe in front, which is shown as text.
 */
final class RenameTable {
    private static final String FORMULA = "=+-@\t\r";

    private RenameTable() {}

    static String text(List<RenameScript.Rename> renames) {
        StringBuilder text = new StringBuilder("old name,new name\r\n");
        renames.forEach(rename -> text.append(cell(rename.oldName()))
                .append(',')
                .append(cell(rename.newName()))
                .append("\r\n"));
        return text.toString();
    }

    private static String cell(String name) {
        String shown = !name.isEmpty() && FORMULA.indexOf(name.charAt(0)) >= 0 ? "'" + name : name;
        return '"' + shown.replace("\"", "\"\"") + '"';
    }
}
