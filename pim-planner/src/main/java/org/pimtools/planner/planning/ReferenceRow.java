package org.pimtools.planner.planning;

import java.util.Optional;
import java.util.SortedMap;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.profile.ReferenceRule;
import org.pimtools.common.sql.KeyCell;

/**
 * A row that may name a VM, with the VM that it is about.
 *
 * @param value what its column holds; may be null
 */
public record ReferenceRow(ReferenceRule rule, SortedMap<String, KeyCell> key, String value, VmRow vm) {

    /** The plan's line, when the row names the VM by an old name; anything else in it is not ours to change. */
    public Optional<PlanLine.Reference> line() {
        if (value == null || !vm.canBePlanned() || LongText.is(value)) {
            return Optional.empty();
        }
        return switch (rule.replaces()) {
            case WHOLE -> vm.line().names().contains(value) ? Optional.of(line(null)) : Optional.empty();
            case PART ->
                vm.line().names().stream()
                        .filter(name -> standsAlone(name, value))
                        .findFirst()
                        .map(this::line);
        };
    }

    private PlanLine.Reference line(String part) {
        return new PlanLine.Reference(rule.table(), key, vm.idVm(), rule.column(), value, part);
    }

    /** Whether the name is in the text once, and nothing touches it that a longer name could go on with. */
    private static boolean standsAlone(String name, String text) {
        int at = text.indexOf(name);
        if (at < 0 || at != text.lastIndexOf(name)) {
            return false;
        }
        int end = at + name.length();
        return (at == 0 || !isOfName(text.codePointBefore(at)))
                && (end == text.length() || !isOfName(text.codePointAt(end)));
    }

    private static boolean isOfName(int c) {
        return Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.';
    }
}
