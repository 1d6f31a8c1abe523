package org.pimtools.migrator.step.redis;

import java.util.List;
import java.util.function.IntSupplier;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.interrupt.Waiting;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.PlannedVm;
import org.pimtools.migrator.step.Step;
import org.pimtools.migrator.step.StepContext;
import org.pimtools.migrator.step.StepFactory;
import org.pimtools.migrator.step.StepInfo;
import org.pimtools.migrator.step.UndoCodec;

/** The subscriptions in Redis: a VM's rows wait for its subscription, and nothing is migrated without Redis. */
public final class RedisStepFactory implements StepFactory<Change.Rekey, UndoRecord> {
    /** What options, results and journals call the step. */
    public static final String NAME = "redis";

    private static final StepInfo<Change.Rekey> INFO = new StepInfo<>(
            NAME,
            Change.Rekey.class,
            true,
            2_000,
            new StepInfo.Words(
                    "Redis",
                    "the subscription",
                    "migrating Redis",
                    "rolling back Redis",
                    "looking at Redis",
                    "the subscription has its old name",
                    "the subscription has its provider ID"),
            new StepInfo.Codes(
                    FindingCode.REDIS_UNREACHABLE,
                    FindingCode.REDIS_REFUSED,
                    FindingCode.NOT_REKEYED,
                    FindingCode.NOT_ROLLED_BACK,
                    FindingCode.NOT_REKEYED,
                    FindingCode.NOT_REKEYED));

    private final RedisSource source;

    public RedisStepFactory(RedisSource source) {
        this.source = source;
    }

    @Override
    public StepInfo<Change.Rekey> info() {
        return INFO;
    }

    @Override
    public UndoCodec<UndoRecord> undoCodec() {
        return UndoRecord.CODEC;
    }

    @Override
    public List<Change.Rekey> plan(PlannedVm vm, IntSupplier numbers) {
        return List.of(new Change.Rekey(
                numbers.getAsInt(), vm.vm().idVm(), vm.vm().idHypervisor(), vm.oldNames(), vm.providerId()));
    }

    @Override
    public Step<Change.Rekey, UndoRecord> open(StepContext context) {
        RedisConnection connection = Waiting.on(() -> RedisConnection.open(source.find()), context.checkpoint());
        return new RedisStep(connection, context);
    }
}
