package org.pimtools.common.result;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.entity.EntityKey;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingKind;

/**
 * One line of a result file, by which a Remote Services host tells the controller what a run found and did. Described in
 * {@code docs/result-format.md}.
 */
public sealed interface ResultLine {

    /**
     * The first line.
     *
     * @param planCreated when the plan was made, by the controller's clock: of two plans the later one is the newer
     * @param run names the run, unique on its host
     * @param started when the run began, by the host's clock
     */
    record Start(
            DatacenterId datacenter,
            String datacenterName,
            UUID planId,
            Instant planCreated,
            String run,
            Instant started,
            Kind kind,
            String tool)
            implements ResultLine {
        public Start {
            Objects.requireNonNull(datacenter);
            Objects.requireNonNull(planId);
            Objects.requireNonNull(planCreated);
            Objects.requireNonNull(run);
            Objects.requireNonNull(started);
            Objects.requireNonNull(kind);
        }
    }

    /** What kind of run a result tells of. */
    enum Kind {
        /** What a migration would do; nothing was changed. */
        DRY_RUN,
        /** A migration that was refused before its first change, because errors are undecided. */
        REFUSED,
        /** What was known before the first change; it stays on its host. */
        FROZEN,
        /** A migration that came to its end. */
        MIGRATION,
        /** A migration or a rollback was looked at again; holds what differs, and no VMs. */
        VERIFICATION,
        /** VMs were rolled back in Redis, all of the datacenter or some. */
        ROLLBACK,
        /** What a rollback would do; nothing was changed in Redis. */
        ROLLBACK_DRY_RUN;

        /** Whether it tells what a migration would do, and nothing of what one did. */
        public boolean isBeforeMigration() {
            return this == DRY_RUN || this == REFUSED;
        }
    }

    /**
     * What a run worked with, by which a wrong target is recognised; comes right after the start.
     *
     * @param host the name of the host
     * @param stateDirectory where the host keeps this datacenter's state
     * @param step the step whose target it is
     * @param address where the step was connected to, as people read it
     * @param product name and version of the server, or empty
     * @param role what the server is among its like, or empty
     * @param instance a name that no other target in the world has while it runs, or empty
     * @param holds how many VMs it knows, of whatever plan
     * @param planned VMs of the plan
     * @param found VMs of the plan that it knows before anything is done, or null when it could not be asked
     */
    record Target(
            String host,
            String stateDirectory,
            String step,
            String address,
            String product,
            String role,
            String instance,
            long holds,
            long planned,
            Long found)
            implements ResultLine {
        public Target {
            Objects.requireNonNull(host);
            Objects.requireNonNull(stateDirectory);
            Objects.requireNonNull(step);
            Objects.requireNonNull(address);
            Objects.requireNonNull(product);
            Objects.requireNonNull(role);
            Objects.requireNonNull(instance);
        }
    }

    /**
     * What became of one VM of the plan.
     *
     * @param outcome what the inventory says about it
     * @param providerId the VM's provider ID, or null when it has none
     * @param redis what became of its subscription, or null when Redis was not looked at
     */
    record VmResult(long idVm, Outcome outcome, String providerId, State redis) implements ResultLine {}

    /**
     * What became of one firewall or load balancer of the plan.
     *
     * @param outcome what the inventory says about it
     * @param providerId its provider ID, or null when it has none
     */
    record EntityResult(EntityKey key, Outcome outcome, String providerId) implements ResultLine {
        public EntityResult {
            Objects.requireNonNull(key);
            Objects.requireNonNull(outcome);
        }
    }

    /**
     * What became of one change of a step that changes something else than the VMs' own subscriptions, such as a backup job.
     *
     * @param step the step's name
     * @param entity what is changed, for instance {@code job:7}
     * @param idVm the VM that it belongs to
     */
    record ChangeResult(String step, String entity, long idVm, State state) implements ResultLine {
        public ChangeResult {
            Objects.requireNonNull(step);
            Objects.requireNonNull(entity);
            Objects.requireNonNull(state);
        }
    }

    /** A finding of the plan's section or of this run. */
    record Found(Finding finding) implements ResultLine {}

    /**
     * What the operator decided about one VM or another entity; comes before what was found about it.
     *
     * @param codes the errors that this settles; empty when nothing stood in the VM's way
     * @param reason the operator's own
     */
    record Decided(EntityKey key, Decision decision, List<FindingKind> codes, String reason) implements ResultLine {
        public Decided {
            Objects.requireNonNull(key);
            codes = List.copyOf(codes);
        }

        /** About a VM. */
        public Decided(long idVm, Decision decision, List<FindingKind> codes, String reason) {
            this(EntityKey.vm(idVm), decision, codes, reason);
        }

        /** The VM that it is about, or 0 when it is about another entity. */
        public long idVm() {
            return key.kind() == EntityKind.VM ? key.id() : 0;
        }
    }

    /**
     * The last line; a file without it is cut off.
     *
     * @param counts numbers that were counted, by name
     * @param forecastSeconds how long the migration will take on this host, at least 1; null where a run cannot tell
     */
    record End(Instant ended, int exit, Map<String, Long> counts, Long forecastSeconds) implements ResultLine {
        public End {
            counts = Map.copyOf(counts);
        }
    }

    /** What an operator can decide. */
    enum Decision {
        /** The VM is left out: of Redis and of the SQL file. */
        EXCLUDE,
        /** The VM has the provider ID that the operator named. */
        PROVIDER_ID,
        /** The error is known: what can be migrated is, the rest stays as it is. */
        ACCEPT
    }

    /** What the inventory says about a VM. */
    enum Outcome {
        RESOLVED,
        ALREADY_MIGRATED,
        NOT_FOUND,
        AMBIGUOUS,
        CONFLICT,
        BLOCKED
    }

    /** The state of one change, of whatever step: the one vocabulary of results, screens and pages. */
    enum State {
        /** To be made. */
        PENDING,
        DONE,
        /** There is nothing to change. */
        ABSENT,
        /** It must not be made, or somebody else changed the target since. */
        REFUSED,
        /** It was tried and not done. */
        FAILED,
        /** Only a person can make it. */
        BY_HAND,
        /** The target could not be seen. */
        UNKNOWN,
        /** It was taken back: the target is as before the migration. */
        ROLLED_BACK
    }
}
