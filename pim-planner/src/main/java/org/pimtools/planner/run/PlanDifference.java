package org.pimtools.planner.run;

/**
 * How the database differs from a plan in one VM.
 *
 * @param planned what the plan says, or null
 * @param found what the database says now, or null
 */
public record PlanDifference(Kind kind, long idVm, String planned, String found) {
    /** What differs. */
    public enum Kind {
        GONE("is in no hypervisor any more"),
        NEW("is new"),
        REPLACED("has another UUID"),
        RENAMED("has another name"),
        MOVED("is on another machine"),
        STATE("has another state"),
        PROVIDER_ID("has another provider ID");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** As a person reads it, after the VM. */
        public String text() {
            return text;
        }
    }
}
