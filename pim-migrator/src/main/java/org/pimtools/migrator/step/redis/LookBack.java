package org.pimtools.migrator.step.redis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.migrator.step.Look;
import redis.clients.jedis.Protocol.Command;

/** Looks whether subscriptions still are as re-keying left them, caches and machines included; reads only. */
final class LookBack {
    private final RedisConnection connection;
    private final Model model;
    private final List<Case> cases = new ArrayList<>();

    LookBack(RedisConnection connection, Model model) {
        this.connection = connection;
        this.model = model;
    }

    /** One subscription that was re-keyed. */
    private static final class Case {
        final UndoRecord before;
        final Target target;
        SubscriptionState state;
        Look<UndoRecord> look;

        Case(UndoRecord before, Target target) {
            this.before = before;
            this.target = target;
        }

        /** Other subscriptions under the old name, which may be in use on the same machine. */
        long[] namesakes() {
            return Arrays.stream(state.old())
                    .filter(id -> id > 0 && id != target.id)
                    .toArray();
        }
    }

    /** Adds one; both are empty when its record cannot be read. */
    void add(Optional<UndoRecord> before, Optional<Target> target) {
        Case added = new Case(before.orElse(null), target.orElse(null));
        if (target.isPresent()) {
            target.get().ask(connection, KnownAbsent.NOTHING);
        } else {
            added.look = changed("the record of what was there before cannot be read");
        }
        cases.add(added);
    }

    /** The looks in the order in which they were added. */
    List<Look<UndoRecord>> looks() {
        for (Case each : cases) {
            if (each.target != null) {
                each.state = each.target.read(connection, KnownAbsent.NOTHING);
            }
        }
        for (Case each : cases) {
            if (each.look == null) {
                each.look = judge(each);
            }
        }
        refuseNamesInUse();
        return cases.stream().map(each -> each.look).toList();
    }

    private Look<UndoRecord> judge(Case each) {
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
    private void refuseNamesInUse() {
        List<Case> asked = cases.stream()
                .filter(each -> each.look instanceof Look.Pending && each.before.has(RekeyState.HASH_OLD))
                .toList();
        for (Case each : asked) {
            for (long other : each.namesakes()) {
                connection.send(Command.HMGET, Keys.vm(other), Keys.NAME, Keys.MACHINE_OF_VM);
            }
        }
        for (Case each : asked) {
            for (long other : each.namesakes()) {
                if (each.target.isOldNameOf(connection.next(), each.state.machine())) {
                    each.look = changed("its old name belongs to VirtualMachine:" + other + " of the same machine");
                }
            }
        }
    }
}
