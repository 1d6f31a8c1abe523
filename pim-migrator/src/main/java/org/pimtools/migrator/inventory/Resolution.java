package org.pimtools.migrator.inventory;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.result.ResultLine.Outcome;

/** What the inventory says about one VM, or one entity of another kind, of the plan. */
public sealed interface Resolution {
    /** How many VMs one finding names. */
    int LISTED = 10;

    /** Among what a result counts it. */
    Outcome outcome();

    /** The identity to migrate to, when there is exactly one. */
    Optional<ProviderId> identity();

    /** The name under which the provider lists the VM; empty when that is not known. */
    Optional<String> listedName();

    /** What the operator is told about what was planned: what stands in its way, or did before it was decided; mostly nothing. */
    Optional<Finding> finding(PlanLine.Identified planned);

    /** What an operator may choose from. */
    List<Candidate> candidates();

    /** There is one identity, and nothing to decide. */
    sealed interface Clear extends Resolution {
        ProviderId providerId();

        /** What the provider calls it, or empty when that could not be read. */
        String name();

        @Override
        default Optional<ProviderId> identity() {
            return Optional.of(providerId());
        }

        @Override
        default Optional<String> listedName() {
            return name().isEmpty() ? Optional.empty() : Optional.of(name());
        }

        @Override
        default List<Candidate> candidates() {
            return List.of(Candidate.of(providerId()));
        }
    }

    /** There is no identity that could be migrated to. */
    sealed interface Open extends Resolution {
        @Override
        default Optional<ProviderId> identity() {
            return Optional.empty();
        }

        @Override
        default Optional<String> listedName() {
            return Optional.empty();
        }
    }

    /** Exactly one VM of the endpoint carries one of its names, namely {@code name}. */
    record Resolved(ProviderId providerId, String name) implements Clear {
        @Override
        public Outcome outcome() {
            return Outcome.RESOLVED;
        }

        @Override
        public Optional<Finding> finding(PlanLine.Identified planned) {
            return Optional.empty();
        }
    }

    /** The database holds a provider ID already, and the inventory confirms it under the name {@code name}. */
    record AlreadyMigrated(ProviderId providerId, String name) implements Clear {
        @Override
        public Outcome outcome() {
            return Outcome.ALREADY_MIGRATED;
        }

        @Override
        public Optional<Finding> finding(PlanLine.Identified planned) {
            return Optional.empty();
        }
    }

    /** An earlier run migrated the VM, and whether the provider has it still cannot be asked now, for the reason of {@code detail}. */
    record Unconfirmed(ProviderId providerId, String detail) implements Clear {
        @Override
        public Outcome outcome() {
            return Outcome.ALREADY_MIGRATED;
        }

        @Override
        public String name() {
            return "";
        }

        @Override
        public Optional<Finding> finding(PlanLine.Identified planned) {
            return found(FindingCode.BLOCKED, planned, detail);
        }
    }

    /**
     * The operator decided the provider ID, since {@code before} was all that the inventory said.
     *
     * @param name what the inventory calls it, or empty when it could not be read
     */
    record Assigned(ProviderId providerId, String name, Resolution before) implements Clear {
        @Override
        public Outcome outcome() {
            return Outcome.RESOLVED;
        }

        @Override
        public Optional<Finding> finding(PlanLine.Identified planned) {
            return before.finding(planned);
        }
    }

    /**
     * Several VMs of the endpoint carry its names, and what is known besides leaves only one of them.
     *
     * @param name which of its names that one carries
     * @param because why it is that one
     */
    record Settled(ProviderId providerId, String name, List<Candidate> candidates, String because) implements Clear {
        public Settled {
            candidates = List.copyOf(candidates);
        }

        @Override
        public Outcome outcome() {
            return Outcome.RESOLVED;
        }

        @Override
        public Optional<Finding> finding(PlanLine.Identified planned) {
            return found(
                    FindingCode.SETTLED,
                    planned,
                    quoted(planned) + " is one of " + join(candidates) + "; it is " + providerId + ", " + because);
        }
    }

    /** The operator decided a provider ID that cannot be the VM's; {@code before} is what the inventory says. */
    record Refused(String detail, Resolution before) implements Open {
        @Override
        public Outcome outcome() {
            Outcome found = before.outcome();
            return found == Outcome.RESOLVED || found == Outcome.ALREADY_MIGRATED ? Outcome.BLOCKED : found;
        }

        @Override
        public Optional<Finding> finding(PlanLine.Identified planned) {
            return found(FindingCode.DECISION_REFUSED, planned, detail);
        }

        @Override
        public List<Candidate> candidates() {
            return before.candidates();
        }
    }

    /**
     * No VM of the endpoint carries one of its names.
     *
     * @param similar some whose names are easily mistaken for them, for a person to look at
     */
    record NotFound(List<InventoryVm> similar) implements Open {
        public NotFound {
            similar = List.copyOf(similar);
        }

        /** Nothing is similar. */
        public NotFound() {
            this(List.of());
        }

        @Override
        public Outcome outcome() {
            return Outcome.NOT_FOUND;
        }

        @Override
        public Optional<Finding> finding(PlanLine.Identified planned) {
            String others = similar.stream()
                    .map(other -> "\"" + other.name() + "\" (" + other.providerId() + ")")
                    .collect(Collectors.joining(", "));
            return found(
                    FindingCode.NOT_FOUND,
                    planned,
                    "nothing there is called " + quoted(planned)
                            + (others.isEmpty() ? "" : "; easily mistaken: " + others));
        }

        @Override
        public List<Candidate> candidates() {
            return similar.stream()
                    .map(InventoryVm::providerId)
                    .distinct()
                    .map(Candidate::of)
                    .toList();
        }
    }

    /**
     * Several VMs of the endpoint carry its names.
     *
     * @param because why what is known of them does not tell them apart
     */
    record Ambiguous(List<Candidate> candidates, String because) implements Open {
        public Ambiguous {
            candidates = List.copyOf(candidates);
        }

        @Override
        public Outcome outcome() {
            return Outcome.AMBIGUOUS;
        }

        @Override
        public Optional<Finding> finding(PlanLine.Identified planned) {
            return found(
                    FindingCode.AMBIGUOUS,
                    planned,
                    quoted(planned) + " is one of " + join(candidates) + "; " + because);
        }
    }

    /**
     * One of several of the plan that resolve to the same provider ID.
     *
     * @param known what the database says of it besides its name; empty when that is nothing
     */
    record Claimant(long id, String known) {}

    /**
     * Others of the plan resolve to the same provider ID.
     *
     * @param candidate the one that all of them would be, and what the provider says about it
     * @param known what the database says of this one besides its name; empty when that is nothing
     * @param others at most {@value Resolution#LISTED} of them
     */
    record Conflict(Candidate candidate, String known, List<Claimant> others) implements Open {
        public Conflict {
            others = List.copyOf(others);
        }

        @Override
        public Outcome outcome() {
            return Outcome.CONFLICT;
        }

        @Override
        public Optional<Finding> finding(PlanLine.Identified planned) {
            String kind = planned.key().kind().word() + ":";
            String named = others.stream().map(other -> kind + other.id()).collect(Collectors.joining(", "));
            StringBuilder detail = new StringBuilder(quoted(planned))
                    .append(" is ")
                    .append(candidate.providerId())
                    .append(", and so is ")
                    .append(named)
                    .append("; the provider's: ")
                    .append(candidate
                            .evidence()
                            .map(Evidence::toString)
                            .filter(text -> !text.isEmpty())
                            .orElse("no more is known"));
            append(detail, kind + planned.key().id(), known);
            others.forEach(other -> append(detail, kind + other.id(), other.known()));
            return found(FindingCode.CONFLICT, planned, detail.toString());
        }

        private static void append(StringBuilder detail, String whose, String known) {
            if (!known.isEmpty()) {
                detail.append("; ").append(whose).append(" in the database: ").append(known);
            }
        }

        @Override
        public List<Candidate> candidates() {
            return List.of(candidate);
        }
    }

    /** The VM cannot be migrated for the reason that the finding code says. */
    record Blocked(FindingCode code, String detail) implements Open {
        @Override
        public Outcome outcome() {
            return Outcome.BLOCKED;
        }

        @Override
        public Optional<Finding> finding(PlanLine.Identified planned) {
            return found(code, planned, detail);
        }

        @Override
        public List<Candidate> candidates() {
            return List.of();
        }
    }

    /** The kind of provider has no entities of this kind, so that there is no identity, and nothing to do. */
    record NoneThere(String because) implements Open {
        @Override
        public Outcome outcome() {
            return Outcome.NOT_FOUND;
        }

        @Override
        public Optional<Finding> finding(PlanLine.Identified planned) {
            return found(FindingCode.NONE_AT_PROVIDER, planned, quoted(planned) + ": " + because);
        }

        @Override
        public List<Candidate> candidates() {
            return List.of();
        }
    }

    private static Optional<Finding> found(FindingCode code, PlanLine.Identified planned, String detail) {
        return Optional.of(new Finding(code, planned.key().toString(), detail));
    }

    private static String quoted(PlanLine.Identified planned) {
        return planned.names().stream().map(name -> '"' + name + '"').collect(Collectors.joining(" or "));
    }

    private static String join(List<Candidate> candidates) {
        return candidates.stream()
                .limit(LISTED)
                .map(candidate -> candidate.providerId().value())
                .collect(Collectors.joining(", "));
    }
}
