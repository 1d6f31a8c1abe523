package org.pimtools.migrator.step.redis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.Look;
import org.pimtools.migrator.step.PendingChange;
import redis.clients.jedis.Protocol.Command;

/** Looks whether subscriptions still are as re-keying left them, caches and machines included; reads only. */
final class LookBack implements Looked.Looking<PendingChange<Change.Rekey, UndoRecord>> {
    private final Model model;
    private final List<Part> parts = new ArrayList<>();

    LookBack(Model model) {
        this.model = model;
    }

    /** Some of them on one connection. */
    private record Part(RedisConnection connection, List<Case> cases, Reading reading) {}

    /** One subscription that was re-keyed; without a target when its record cannot be read. */
    private static final class Case implements Looked {
        final UndoRecord before;
        final Target target;
        SubscriptionState state;
        Look<UndoRecord> look;

        Case(PendingChange<Change.Rekey, UndoRecord> undone) {
            this.before = undone.undo();
            this.target = Target.of(undone).orElse(null);
        }

        /** Other subscriptions under the old name, which may be in use on the same machine. */
        long[] namesakes() {
            return Arrays.stream(state.old())
                    .filter(id -> id > 0 && id != target.id)
                    .toArray();
        }

        @Override
        public Look<UndoRecord> look() {
            return look;
        }

        @Override
        public Transaction.Job job(int position) {
            return new Transaction.Job(position, target, new Restoring(target, before));
        }

        @Override
        public SubscriptionState state() {
            return state;
        }
    }

    @Override
    public List<Case> add(
            RedisConnection connection, boolean watching, List<PendingChange<Change.Rekey, UndoRecord>> undone) {
        List<Case> cases = undone.stream().map(Case::new).toList();
        List<Target> targets =
                cases.stream().map(each -> each.target).filter(Objects::nonNull).toList();
        KnownAbsent expected = watching ? KnownAbsent.OLD_NAME : KnownAbsent.NOTHING;
        parts.add(new Part(connection, cases, new Reading(connection, targets, watching, expected)));
        return cases;
    }

    @Override
    public void run() {
        for (Part part : parts) {
            part.reading().ask();
            part.connection().flush();
        }
        for (Part part : parts) {
            List<SubscriptionState> states = part.reading().read();
            int next = 0;
            for (Case each : part.cases()) {
                if (each.target == null) {
                    each.look = changed("the record of what was there before cannot be read");
                } else {
                    each.state = states.get(next++);
                    each.look = judge(part.connection(), each);
                }
            }
        }
        parts.forEach(LookBack::refuseNamesInUse);
    }

    private Look<UndoRecord> judge(RedisConnection connection, Case each) {
        SubscriptionState state = each.state;
        String vm = "VirtualMachine:" + each.target.id;
        if (state.error() != null) {
            if (!Target.isWrongType(state.error())) {
                throw Survey.refusedRead(connection, state.error());
            }
            return new Look.Refused<>(
                    FindingCode.WRONG_TYPE,
                    "a key of " + vm + ": " + state.error().getMessage());
        }
        int before = each.before.marks();
        int left = RekeyState.rekeyed(before);
        boolean nameIsBack = state.isOurs() && state.has(RekeyState.HASH_OLD) == each.before.has(RekeyState.HASH_OLD);
        if (nameIsBack && !RekeyState.holdsOurs(before, state.marks())) {
            return new Look.Done<>();
        }
        for (long other : state.fresh()) {
            if (other != each.target.id) {
                return new Look.Refused<>(
                        FindingCode.DEPLOYED_SINCE,
                        "the provider ID is the name of VirtualMachine:" + other + " now, and was that of " + vm);
            }
        }
        if (!state.isOurs()) {
            return changed(vm + " is gone or has another name");
        }
        if (state.machine() >= 0 && model.machines().cacheOf(state.machine()) != each.before.cache()) {
            return changed(vm + " is on another machine, PhysicalMachine:" + state.machine());
        }
        if (state.marks() != left) {
            return changed(
                    vm + " has {" + RekeyState.json(state.marks()) + "} instead of {" + RekeyState.json(left) + "}");
        }
        return new Look.Pending<>(each.before);
    }

    private static Look<UndoRecord> changed(String detail) {
        return new Look.Refused<>(FindingCode.CHANGED_SINCE, detail);
    }

    /** Somebody may have taken the old name while the VM did not have it. */
    private static void refuseNamesInUse(Part part) {
        List<Case> asked = part.cases().stream()
                .filter(each -> each.look instanceof Look.Pending && each.before.has(RekeyState.HASH_OLD))
                .toList();
        for (Case each : asked) {
            for (long other : each.namesakes()) {
                part.connection().send(Command.HMGET, Keys.vm(other), Keys.NAME, Keys.MACHINE_OF_VM);
            }
        }
        for (Case each : asked) {
            for (long other : each.namesakes()) {
                if (each.target.isOldNameOf(part.connection().next(), each.state.machine())) {
                    each.look = changed("its old name belongs to VirtualMachine:" + other + " of the same machine");
                }
            }
        }
    }
}
