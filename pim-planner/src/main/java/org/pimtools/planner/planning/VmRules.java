package org.pimtools.planner.planning;

import java.util.ArrayList;
import java.util.List;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.text.Text;

/** What is wrong with one deployed VM by itself. */
public final class VmRules {
    private VmRules() {}

    public static List<Finding> check(VmRow vm) {
        String entity = entity(vm.idVm());
        List<Finding> findings = new ArrayList<>(1);
        switch (vm.vmState()) {
            case LOCKED -> findings.add(new Finding(FindingCode.LOCKED, entity, locked(vm)));
            case UNKNOWN -> findings.add(new Finding(FindingCode.UNKNOWN_STATE, entity, "state " + quoted(vm.state())));
            case DEPLOYED, NOT_DEPLOYED -> {}
        }
        if (VmRow.blank(vm.name())) {
            findings.add(new Finding(FindingCode.BLANK_NAME, entity, "uuid " + quoted(vm.uuid())));
        } else if (isUnusual(vm.name())) {
            findings.add(new Finding(FindingCode.UNUSUAL_NAME, entity, "name " + quoted(vm.name())));
        }
        if (VmRow.blank(vm.uuid())) {
            findings.add(new Finding(FindingCode.NO_UUID, entity, "name " + quoted(vm.name())));
        }
        if (vm.isTooLong()) {
            findings.add(new Finding(FindingCode.TOO_LONG, entity, "name " + quoted(vm.name())));
        }
        if (vm.heldProviderId() != null) {
            findings.add(
                    new Finding(FindingCode.ALREADY_MIGRATED, entity, "provider ID " + quoted(vm.heldProviderId())));
        }
        return findings;
    }

    private static String locked(VmRow vm) {
        return "name " + quoted(vm.name())
                + (VmRow.blank(vm.previousState()) ? "" : ", state " + quoted(vm.previousState()) + " before");
    }

    /** How findings name a VM. */
    public static String entity(long idVm) {
        return "vm:" + idVm;
    }

    /** A text of the database in a finding, the beginning only of a long one. */
    public static String quoted(String text) {
        return text == null ? "NULL" : "'" + LongText.shortened(text) + "'";
    }

    /** White space at an end is invisible too, and not compared by the database. */
    private static boolean isUnusual(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) <= ' ' && name.charAt(i) != ' ' || name.charAt(i) > '~') {
                return !name.equals(name.strip()) || name.codePoints().anyMatch(VmRules::isInvisible);
            }
        }
        return name.startsWith(" ") || name.endsWith(" ");
    }

    private static boolean isInvisible(int c) {
        return Text.isInvisible(c) || c != ' ' && Character.getType(c) == Character.SPACE_SEPARATOR;
    }
}
