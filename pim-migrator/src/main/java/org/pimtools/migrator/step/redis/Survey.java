package org.pimtools.migrator.step.redis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.Look;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Looks at the subscriptions of a batch as the monitor would, from name index to id to hash, in four pipelined rounds: whether anything
 * has the new names, the name indexes, the hashes of the ids in them, the caches of their machines. Every key that a change touches and
 * that is there is read with a command of its type, so that a wrong type shows here and not half-way through a change.
 */
final class Survey {
    /** So many changes are asked about at once whether their new names are known. */
    private static final int BLOCK = 16;

    private final RedisConnection connection;
    private final Model model;

    Survey(RedisConnection connection, Model model) {
        this.connection = connection;
        this.model = model;
    }

    /** One VM of one index, as its hash says. */
    private static final class Vm {
        final long id;
        byte[] name;
        long machine = -1;
        boolean here;

        Vm(long id) {
            this.id = id;
        }

        boolean isCalled(byte[] wanted) {
            return Arrays.equals(name, wanted);
        }
    }

    /** A subscription that the change may mean, under one of its old names. */
    private static final class Candidate {
        final Vm vm;
        final int name;
        final Target target;
        SubscriptionState state;

        Candidate(Vm vm, int name, Target target) {
            this.vm = vm;
            this.name = name;
            this.target = target;
        }
    }

    /** The survey of one change. */
    private static final class Case {
        final Change.Rekey change;
        final byte[] newName;
        final byte[][] oldNames;
        Object newIndex;
        final Object[] oldIndexes;
        KnownAbsent missing = KnownAbsent.NOTHING;
        final Map<Long, Vm> vms = new HashMap<>(4);
        final List<Candidate> candidates = new ArrayList<>(1);
        Look<UndoRecord> look;

        Case(Change.Rekey change) {
            this.change = change;
            this.newName = Keys.utf8(change.providerId());
            this.oldNames = change.oldNames().stream().map(Keys::utf8).toArray(byte[][]::new);
            this.oldIndexes = new Object[oldNames.length];
        }

        boolean isRekeyed(int name) {
            return !Arrays.equals(oldNames[name], newName);
        }

        List<Vm> vmsOf(Object index) {
            List<Vm> found = new ArrayList<>(1);
            for (long id : SubscriptionState.ids(index)) {
                Vm vm = vms.get(id);
                if (vm != null && vm.name != null) {
                    found.add(vm);
                }
            }
            return found;
        }
    }

    List<Look<UndoRecord>> look(List<Change.Rekey> batch) {
        List<Case> cases = batch.stream().map(Case::new).toList();
        findMissing(cases);
        readIndexes(cases);
        readHashes(cases);
        if (model.layout() == Layout.MONITOR_INDEX) {
            readMonitors(cases);
        }
        cases.stream().filter(each -> each.look == null).forEach(this::choose);
        refuseSharedSubscriptions(cases);
        readCaches(cases);
        return cases.stream().map(this::judge).toList();
    }

    private void findMissing(List<Case> cases) {
        if (!connection.countsKeys()) {
            return;
        }
        for (int from = 0; from < cases.size(); from += BLOCK) {
            byte[][] keys = block(cases, from).stream()
                    .flatMap(each -> Stream.of(Keys.vmName(each.newName), Keys.cachedName(each.newName)))
                    .toArray(byte[][]::new);
            connection.send(Command.EXISTS, keys);
        }
        for (int from = 0; from < cases.size(); from += BLOCK) {
            if (Long.valueOf(0).equals(connection.next())) {
                block(cases, from).forEach(each -> each.missing = KnownAbsent.NEW_NAME);
            }
        }
    }

    private static List<Case> block(List<Case> cases, int from) {
        return cases.subList(from, Math.min(cases.size(), from + BLOCK));
    }

    private void readIndexes(List<Case> cases) {
        for (Case each : cases) {
            if (each.missing != KnownAbsent.NEW_NAME) {
                connection.send(Command.SMEMBERS, Keys.vmName(each.newName));
            }
            for (int i = 0; i < each.oldNames.length; i++) {
                if (each.isRekeyed(i)) {
                    connection.send(Command.SMEMBERS, Keys.vmName(each.oldNames[i]));
                }
            }
        }
        for (Case each : cases) {
            each.newIndex = each.missing == KnownAbsent.NEW_NAME ? List.of() : connection.next();
            for (int i = 0; i < each.oldNames.length; i++) {
                each.oldIndexes[i] = each.isRekeyed(i) ? connection.next() : List.of();
            }
        }
        for (Case each : cases) {
            check(each, each.newIndex);
            for (Object index : each.oldIndexes) {
                check(each, index);
            }
        }
    }

    private void readHashes(List<Case> cases) {
        List<Vm> asked = new ArrayList<>(cases.size());
        List<Case> askers = new ArrayList<>(cases.size());
        for (Case each : cases) {
            if (each.look == null) {
                addVms(each, each.newIndex);
                for (Object index : each.oldIndexes) {
                    addVms(each, index);
                }
                for (Vm vm : each.vms.values()) {
                    connection.send(Command.HMGET, Keys.vm(vm.id), Keys.NAME, Keys.MACHINE_OF_VM);
                    asked.add(vm);
                    askers.add(each);
                }
            }
        }
        List<Object> replies = new ArrayList<>(asked.size());
        asked.forEach(vm -> replies.add(connection.next()));
        for (int i = 0; i < asked.size(); i++) {
            Case each = askers.get(i);
            if (check(each, replies.get(i))) {
                Vm vm = asked.get(i);
                vm.name = (byte[]) ((List<?>) replies.get(i)).get(0);
                vm.machine = SubscriptionState.machine(replies.get(i));
                vm.here = model.machines().isOn(vm.machine, each.change.idHypervisor());
            }
        }
    }

    private static void addVms(Case each, Object index) {
        for (long id : SubscriptionState.ids(index)) {
            if (id > 0) {
                each.vms.computeIfAbsent(id, Vm::new);
            }
        }
    }

    /** Where a hash does not name its machine, the machine's own set of VMs tells. */
    private void readMonitors(List<Case> cases) {
        record Question(Vm vm, long machine) {}
        List<Question> questions = new ArrayList<>();
        for (Case each : cases) {
            for (Vm vm : each.vms.values()) {
                if (vm.name != null && vm.machine < 0) {
                    for (long machine : model.machines().of(each.change.idHypervisor())) {
                        connection.send(Command.SISMEMBER, Keys.monitored(machine), Keys.number(vm.id));
                        questions.add(new Question(vm, machine));
                    }
                }
            }
        }
        for (Question question : questions) {
            if (Long.valueOf(1).equals(connection.next())) {
                question.vm().machine = question.machine();
                question.vm().here = true;
            }
        }
    }

    /** The last name counts before the others: it is the platform's own, which no other VM can have. */
    private void choose(Case each) {
        List<Vm> asNew = each.vmsOf(each.newIndex);
        Vm done = asNew.stream()
                .filter(vm -> vm.here && isOurs(each, vm))
                .findFirst()
                .orElse(null);
        if (done != null) {
            chooseDone(each, done);
            return;
        }
        for (int name = each.oldNames.length - 1; name >= 0; name--) {
            List<Vm> here = subscribedHere(each, name);
            if (here.size() > 1) {
                each.look = new Look.Refused<>(
                        FindingCode.SUBSCRIBED_TWICE,
                        "the machine has " + here.size() + " subscriptions of the name: VirtualMachine:"
                                + here.get(0).id + " and VirtualMachine:" + here.get(1).id);
                return;
            }
            if (here.size() == 1) {
                chooseOld(each, here.get(0), name);
                return;
            }
        }
        each.look = absent(each, asNew);
    }

    /** The VM is in the index of its new name: done, or interrupted half-way. */
    private void chooseDone(Case each, Vm vm) {
        if (SubscriptionState.ids(each.newIndex).length > 1) {
            each.look = taken(each, vm.id);
            return;
        }
        for (int name = 0; name < each.oldNames.length; name++) {
            boolean ofAnother = subscribedHere(each, name).stream().anyMatch(other -> other.id != vm.id);
            if (ofAnother && name == each.oldNames.length - 1) {
                each.look = taken(each, subscribedHere(each, name).get(0).id);
                return;
            }
            if (each.isRekeyed(name) && !ofAnother) {
                each.candidates.add(candidate(each, vm, name));
            }
        }
        if (each.candidates.isEmpty()) {
            each.look = new Look.Done<>();
        }
    }

    private void chooseOld(Case each, Vm vm, int name) {
        for (long id : SubscriptionState.ids(each.newIndex)) {
            if (id != vm.id) {
                each.look = taken(each, vm.id);
                return;
            }
        }
        each.candidates.add(candidate(each, vm, name));
    }

    private Candidate candidate(Case each, Vm vm, int name) {
        return new Candidate(
                vm, name, new Target(vm.id, model.machines().cacheOf(vm.machine), each.oldNames[name], each.newName));
    }

    private static Look<UndoRecord> taken(Case each, long subscription) {
        long[] holders = SubscriptionState.ids(each.newIndex);
        long holder = holders[0] == subscription && holders.length > 1 ? holders[1] : holders[0];
        return new Look.Refused<>(
                FindingCode.NAME_TAKEN,
                "the provider ID belongs to VirtualMachine:" + holder
                        + " already, and the VM is subscribed as VirtualMachine:" + subscription);
    }

    private static Look<UndoRecord> absent(Case each, List<Vm> asNew) {
        if (!asNew.isEmpty()) {
            return elsewhere(asNew.get(0));
        }
        for (int name = 0; name < each.oldNames.length; name++) {
            for (Vm vm : each.vmsOf(each.oldIndexes[name])) {
                if (vm.isCalled(each.oldNames[name])) {
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

    private static boolean isOurs(Case each, Vm vm) {
        return vm.isCalled(each.newName) || Arrays.stream(each.oldNames).anyMatch(vm::isCalled);
    }

    private static List<Vm> subscribedHere(Case each, int name) {
        List<Vm> vms = each.vmsOf(each.oldIndexes[name]);
        vms.removeIf(vm -> !vm.here || !vm.isCalled(each.oldNames[name]) && !vm.isCalled(each.newName));
        return vms;
    }

    /** Two VMs of the plan cannot be one subscription: nobody can tell whose it is. */
    private static void refuseSharedSubscriptions(List<Case> cases) {
        Map<Long, Case> owners = new HashMap<>();
        for (Case each : cases) {
            if (each.candidates.isEmpty()) {
                continue;
            }
            Case owner = owners.putIfAbsent(each.candidates.get(0).vm.id, each);
            if (owner != null) {
                owner.look = shared(owner, each);
                each.look = shared(each, owner);
            }
        }
    }

    private static Look<UndoRecord> shared(Case each, Case other) {
        return new Look.Refused<>(
                FindingCode.SUBSCRIBED_TWICE,
                "VirtualMachine:" + each.candidates.get(0).vm.id + " is the subscription of vm " + other.change.idVm()
                        + " too");
    }

    private void readCaches(List<Case> cases) {
        List<Candidate> asked = new ArrayList<>(cases.size());
        for (Case each : cases) {
            for (Candidate candidate : each.candidates) {
                if (candidate.target.cache > 0) {
                    candidate.target.askCache(connection, each.missing);
                    asked.add(candidate);
                }
            }
        }
        for (Case each : cases) {
            for (Candidate candidate : each.candidates) {
                List<byte[]> hash = Arrays.asList(candidate.vm.name, Keys.number(candidate.vm.machine));
                Object oldIndex = each.oldIndexes[candidate.name];
                candidate.state = candidate.target.cache > 0
                        ? candidate.target.readCache(connection, each.missing, hash, oldIndex, each.newIndex)
                        : SubscriptionState.of(candidate.target, hash, oldIndex, each.newIndex);
            }
        }
        for (Case each : cases) {
            for (Candidate candidate : each.candidates) {
                if (candidate.state.error() != null) {
                    check(each, candidate.state.error());
                }
            }
        }
    }

    private Look<UndoRecord> judge(Case each) {
        if (each.look != null) {
            return each.look;
        }
        for (Candidate candidate : each.candidates) {
            int marks = candidate.state.marks();
            if (RekeyState.isPending(marks)) {
                return new Look.Pending<>(
                        new UndoRecord(candidate.vm.id, candidate.name, candidate.target.cache, marks));
            }
        }
        return new Look.Done<>();
    }

    /** False when the reply is an error, which then is the look of the case. */
    private boolean check(Case each, Object reply) {
        if (!(reply instanceof JedisDataException error)) {
            return true;
        }
        if (!Target.isWrongType(error)) {
            throw refusedRead(connection, error);
        }
        each.look = new Look.Refused<>(FindingCode.WRONG_TYPE, wrongKeys(each));
        return false;
    }

    static ToolException refusedRead(RedisConnection connection, JedisDataException error) {
        return new ToolException(
                ExitCode.UNSAFE,
                "redis at " + connection.address() + " refuses to read: " + error.getMessage(),
                "let the account read the monitor's keys, or look at the state of redis, then run again",
                error);
    }

    /** Names the keys of the change that have a wrong type; rare, so it asks again one by one. */
    private String wrongKeys(Case each) {
        List<byte[]> sets = new ArrayList<>();
        sets.add(Keys.vmName(each.newName));
        sets.add(Keys.cachedName(each.newName));
        for (byte[] name : each.oldNames) {
            sets.add(Keys.vmName(name));
            sets.add(Keys.cachedName(name));
        }
        each.candidates.forEach(candidate -> sets.add(candidate.target.cachedNames));
        List<byte[]> hashes = each.vms.keySet().stream().map(Keys::vm).toList();
        List<String> wrong = new ArrayList<>();
        sets.forEach(key -> addWrong(wrong, key, "set"));
        hashes.forEach(key -> addWrong(wrong, key, "hash"));
        return String.join(", ", wrong);
    }

    private void addWrong(List<String> wrong, byte[] key, String wanted) {
        connection.send(Command.TYPE, key);
        String type = RedisConnection.text(connection.next());
        if (!type.equals(wanted) && !type.equals("none")) {
            wrong.add(RedisConnection.text(key) + " is a " + type + " instead of a " + wanted);
        }
    }
}
