package org.pimtools.planner.results;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.pimtools.common.result.ResultLine;
import org.pimtools.planner.spool.RowCodec;

/**
 * What a host says of one VM.
 *
 * @param outcome what the inventory said, or null when the host does not name the VM
 * @param found the provider ID, or null
 * @param redis what became of the subscription, or null
 * @param leftOut why the operator left the VM out, or null when that was not decided
 */
public record HostVmResult(
        long idVm, ResultLine.Outcome outcome, String found, ResultLine.State redis, String leftOut) {
    static final RowCodec<HostVmResult> CODEC = new RowCodec<>() {
        private final ResultLine.Outcome[] outcomes = ResultLine.Outcome.values();
        private final ResultLine.State[] subscriptions = ResultLine.State.values();

        @Override
        public void write(HostVmResult word, DataOutput out) throws IOException {
            out.writeLong(word.idVm);
            out.writeByte(word.outcome == null ? -1 : word.outcome.ordinal());
            RowCodec.writeText(out, word.found);
            out.writeByte(word.redis == null ? -1 : word.redis.ordinal());
            RowCodec.writeText(out, word.leftOut);
        }

        @Override
        public HostVmResult read(DataInput in) throws IOException {
            long idVm = in.readLong();
            int outcome = in.readByte();
            String found = RowCodec.readText(in);
            int redis = in.readByte();
            return new HostVmResult(
                    idVm,
                    outcome < 0 ? null : outcomes[outcome],
                    found,
                    redis < 0 ? null : subscriptions[redis],
                    RowCodec.readText(in));
        }
    };

    static HostVmResult none(long idVm) {
        return new HostVmResult(idVm, null, null, null, null);
    }

    /** Both together, of one VM; where both say something the other counts. */
    HostVmResult with(HostVmResult other) {
        return new HostVmResult(
                idVm,
                other.outcome == null ? outcome : other.outcome,
                other.outcome == null ? found : other.found,
                other.outcome == null ? redis : other.redis,
                other.leftOut == null ? leftOut : other.leftOut);
    }

    /** True when the operator decided to leave the VM out. */
    public boolean isExcluded() {
        return leftOut != null;
    }

    /** True when the host rolled the VM back. */
    public boolean isRolledBack() {
        return redis == ResultLine.State.ROLLED_BACK;
    }

    /** The provider ID that the host wrote for the VM, or null. */
    public String providerId() {
        return isExcluded() || isRolledBack() ? null : found;
    }

    /** Why the VM has no provider ID, for people. */
    public String reason() {
        if (isExcluded()) {
            return "left out by decision: " + leftOut;
        }
        if (isRolledBack()) {
            return "rolled back on its host";
        }
        if (outcome == null) {
            return "its host's result does not say why, or was not given";
        }
        return switch (outcome) {
            case NOT_FOUND -> "not found at the provider";
            case AMBIGUOUS -> "several VMs of the provider have its name";
            case CONFLICT -> "another VM has the same provider ID";
            case BLOCKED -> "its endpoint could not be read";
            case RESOLVED, ALREADY_MIGRATED ->
                redis == ResultLine.State.REFUSED || redis == ResultLine.State.FAILED
                        ? "found, but its subscription was not re-keyed"
                        : "found, but its SQL file was not applied";
        };
    }
}
