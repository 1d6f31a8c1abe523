package org.pimtools.migrator.step.redis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.Look;

/** The survey of one change: what was read for it, and which subscription it means. */
final class SurveyCase implements Looked {
    final Change.Rekey change;
    final byte[] newName;
    final byte[][] oldNames;
    /** The cache that the subscription is in as far as its machine tells: 0 for none, and where several machines can be meant. */
    final long expectedCache;

    Object newIndex = List.of();
    final Object[] oldIndexes;
    KnownAbsent missing = KnownAbsent.NOTHING;
    final Map<Long, Vm> vms = new HashMap<>(4);
    final List<Candidate> candidates = new ArrayList<>(1);
    Look<UndoRecord> look;
    Object oldEntry;
    Object[] held;
    private final Model model;
    private Candidate chosen;

    SurveyCase(Change.Rekey change, Model model) {
        this.change = change;
        this.model = model;
        this.newName = Keys.utf8(change.providerId());
        this.oldNames = change.oldNames().stream().map(Keys::utf8).toArray(byte[][]::new);
        this.oldIndexes = new Object[oldNames.length];
        Arrays.fill(oldIndexes, List.of());
        this.expectedCache = model.machines().theOneOf(change.idHypervisor()).stream()
                .map(model.machines()::cacheOf)
                .findFirst()
                .orElse(0);
    }

    /** One VM of one index, as its hash says. */
    static final class Vm {
        final long id;
        Object hash;
        byte[] name;
        long machine = -1;
        boolean here;

        Vm(long id) {
            this.id = id;
        }

        /** @param reply 1 when the machine has it among its VMs */
        void isMonitored(long on, Object reply) {
            if (Long.valueOf(1).equals(reply)) {
                machine = on;
                here = true;
            }
        }

        boolean isCalled(byte[] wanted) {
            return Arrays.equals(name, wanted);
        }
    }

    /** A subscription that the change may mean, under one of its old names. */
    static final class Candidate {
        final Vm vm;
        final int name;
        final Target target;
        SubscriptionState state;

        Candidate(Vm vm, int name, Target target) {
            this.vm = vm;
            this.name = name;
            this.target = target;
        }

        /** What its hash said, as a reply to {@code HMGET name physicalMachine_id}. */
        List<byte[]> hash() {
            return Arrays.asList(vm.name, Keys.number(vm.machine));
        }
    }

    /** Whether there is no doubt under which name and in which cache its cached name is. */
    boolean knowsItsCache() {
        return expectedCache > 0 && oldNames.length == 1 && isRekeyed(0);
    }

    /** Gives a candidate its state when all of it was read already, also its cached name. */
    boolean completes(Candidate candidate) {
        if (candidate.target.cache == 0) {
            candidate.state =
                    SubscriptionState.of(candidate.target, candidate.hash(), oldIndexes[candidate.name], newIndex);
        } else if (held != null && missing == KnownAbsent.NEW_NAME && candidate.target.cache == expectedCache) {
            candidate.state = SubscriptionState.of(
                    candidate.target,
                    candidate.hash(),
                    oldIndexes[candidate.name],
                    newIndex,
                    oldEntry,
                    List.of(),
                    held);
        }
        return candidate.state != null;
    }

    /** Adds the keys that are named after its names. */
    void addNameKeys(List<byte[]> keys) {
        keys.add(Keys.vmName(newName));
        keys.add(Keys.cachedName(newName));
        for (int name = 0; name < oldNames.length; name++) {
            if (isRekeyed(name)) {
                keys.add(Keys.vmName(oldNames[name]));
                keys.add(Keys.cachedName(oldNames[name]));
            }
        }
    }

    boolean isRekeyed(int name) {
        return !Arrays.equals(oldNames[name], newName);
    }

    /** Takes the VMs of all indexes, to be asked for. */
    void addVms() {
        addVms(newIndex);
        for (Object index : oldIndexes) {
            addVms(index);
        }
    }

    private void addVms(Object index) {
        for (long id : SubscriptionState.ids(index)) {
            if (id > 0) {
                vms.computeIfAbsent(id, Vm::new);
            }
        }
    }

    /** The last name counts before the others: it is the platform's own, which no other VM can have. */
    void choose() {
        List<Vm> asNew = vmsOf(newIndex);
        Vm done = asNew.stream().filter(vm -> vm.here && isOurs(vm)).findFirst().orElse(null);
        if (done != null) {
            chooseDone(done);
            return;
        }
        for (int name = oldNames.length - 1; name >= 0; name--) {
            List<Vm> here = subscribedHere(name);
            if (here.size() > 1) {
                look = new Look.Refused<>(
                        FindingCode.SUBSCRIBED_TWICE,
                        "the machine has " + here.size() + " subscriptions of the name: VirtualMachine:"
                                + here.get(0).id + " and VirtualMachine:" + here.get(1).id);
                return;
            }
            if (here.size() == 1) {
                chooseOld(here.get(0), name);
                return;
            }
        }
        look = absent(asNew);
    }

    /** The VM is in the index of its new name: done, or interrupted half-way. */
    private void chooseDone(Vm vm) {
        if (SubscriptionState.ids(newIndex).length > 1) {
            look = taken(vm.id);
            return;
        }
        for (int name = 0; name < oldNames.length; name++) {
            boolean ofAnother = subscribedHere(name).stream().anyMatch(other -> other.id != vm.id);
            if (ofAnother && name == oldNames.length - 1) {
                look = taken(subscribedHere(name).get(0).id);
                return;
            }
            if (isRekeyed(name) && !ofAnother) {
                candidates.add(candidate(vm, name));
            }
        }
        if (candidates.isEmpty()) {
            look = new Look.Done<>();
        }
    }

    private void chooseOld(Vm vm, int name) {
        for (long id : SubscriptionState.ids(newIndex)) {
            if (id != vm.id) {
                look = taken(vm.id);
                return;
            }
        }
        candidates.add(candidate(vm, name));
    }

    private Candidate candidate(Vm vm, int name) {
        return new Candidate(
                vm, name, new Target(vm.id, model.machines().cacheOf(vm.machine), oldNames[name], newName));
    }

    private Look<UndoRecord> taken(long subscription) {
        long[] holders = SubscriptionState.ids(newIndex);
        long holder = holders[0] == subscription && holders.length > 1 ? holders[1] : holders[0];
        return new Look.Refused<>(
                FindingCode.NAME_TAKEN,
                "the provider ID belongs to VirtualMachine:" + holder
                        + " already, and the VM is subscribed as VirtualMachine:" + subscription);
    }

    private Look<UndoRecord> absent(List<Vm> asNew) {
        if (!asNew.isEmpty()) {
            return elsewhere(asNew.get(0));
        }
        for (int name = 0; name < oldNames.length; name++) {
            for (Vm vm : vmsOf(oldIndexes[name])) {
                if (vm.isCalled(oldNames[name])) {
                    return elsewhere(vm);
                }
            }
        }
        return new Look.Absent<>(FindingCode.NOT_SUBSCRIBED, "no subscription in redis has its name");
    }

    private static Look<UndoRecord> elsewhere(Vm vm) {
        return new Look.Absent<>(
                FindingCode.SUBSCRIBED_ELSEWHERE,
                "VirtualMachine:" + vm.id + " is subscribed on "
                        + (vm.machine < 0 ? "no known machine" : "PhysicalMachine:" + vm.machine));
    }

    private List<Vm> vmsOf(Object index) {
        List<Vm> found = new ArrayList<>(1);
        for (long id : SubscriptionState.ids(index)) {
            Vm vm = vms.get(id);
            if (vm != null && vm.name != null) {
                found.add(vm);
            }
        }
        return found;
    }

    private boolean isOurs(Vm vm) {
        return vm.isCalled(newName) || Arrays.stream(oldNames).anyMatch(vm::isCalled);
    }

    private List<Vm> subscribedHere(int name) {
        List<Vm> here = vmsOf(oldIndexes[name]);
        here.removeIf(vm -> !vm.here || !vm.isCalled(oldNames[name]) && !vm.isCalled(newName));
        return here;
    }

    /** Two VMs of the plan cannot be one subscription: nobody can tell whose it is. */
    static void refuseSharedSubscriptions(List<SurveyCase> cases) {
        Map<Long, SurveyCase> owners = new HashMap<>();
        for (SurveyCase each : cases) {
            if (each.candidates.isEmpty()) {
                continue;
            }
            SurveyCase owner = owners.putIfAbsent(each.candidates.get(0).vm.id, each);
            if (owner != null) {
                owner.look = owner.shared(each);
                each.look = each.shared(owner);
            }
        }
    }

    private Look<UndoRecord> shared(SurveyCase other) {
        return new Look.Refused<>(
                FindingCode.SUBSCRIBED_TWICE,
                "VirtualMachine:" + candidates.get(0).vm.id + " is the subscription of vm " + other.change.idVm()
                        + " too");
    }

    /** Decides, unless it is decided already, by the states of the candidates. */
    void judge() {
        if (look != null) {
            return;
        }
        for (Candidate candidate : candidates) {
            if (RekeyState.isPending(candidate.state.marks())) {
                chosen = candidate;
                look = new Look.Pending<>(record());
                return;
            }
        }
        look = new Look.Done<>();
    }

    private UndoRecord record() {
        return new UndoRecord(chosen.vm.id, chosen.name, chosen.target.cache, chosen.state.marks());
    }

    @Override
    public Look<UndoRecord> look() {
        return look;
    }

    @Override
    public Transaction.Job job(int position) {
        return new Transaction.Job(
                position, chosen.target, new Rekeying(chosen.target, record(), change.idHypervisor(), model));
    }

    @Override
    public SubscriptionState state() {
        return chosen.state;
    }
}
