package org.pimtools.migrator.step.redis;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.migrator.step.Change;
import org.pimtools.migrator.step.Look;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Looks at subscriptions as the monitor would, from name index to id to hash, in pipelined rounds: the name indexes, the hashes of the ids
 * in them, the caches of their machines. Every key that a change touches and that is there is read with a command of its type, so that a
 * wrong type shows here and not half-way through a change. A survey has one or more parts, each on a connection of its own, and asks all of
 * them before it reads the first reply.
 */
final class Survey implements Looked.Looking<Change.Rekey> {
    /** So many changes are asked about at once whether their new names are known. */
    private static final int BLOCK = 32;

    private final Model model;
    private final List<Part> parts = new ArrayList<>();

    Survey(Model model) {
        this.model = model;
    }

    /** Some changes on one connection. */
    private static final class Part {
        final RedisConnection connection;
        final boolean watching;
        final List<SurveyCase> cases;
        private final Set<Long> watchedCaches = new HashSet<>();
        private final List<Runnable> replies = new ArrayList<>();

        Part(RedisConnection connection, boolean watching, List<SurveyCase> cases) {
            this.connection = connection;
            this.watching = watching;
            this.cases = cases;
        }

        /** Puts a command into the pipeline; its reply is taken by {@link #read}. */
        void ask(Consumer<Object> reply, Command command, byte[]... arguments) {
            connection.send(command, arguments);
            replies.add(() -> reply.accept(connection.next()));
        }

        void askMembers(Consumer<Object[]> reply, byte[] set, byte[] one, byte[] other) {
            connection.sendAreMembers(set, one, other);
            replies.add(() -> reply.accept(connection.nextAreMembers()));
        }

        void askCache(SurveyCase each, SurveyCase.Candidate candidate) {
            candidate.target.askCache(connection, each.missing);
            replies.add(() -> candidate.state = candidate.target.readCache(
                    connection, each.missing, candidate.hash(), each.oldIndexes[candidate.name], each.newIndex));
        }

        /** Lets the connection notice from now on when one of the keys changes. */
        void watch(List<byte[]> keys) {
            if (watching && !keys.isEmpty()) {
                ask(this::requireWatched, Command.WATCH, keys.toArray(byte[][]::new));
            }
        }

        /** Adds the key of a cache's names, unless it is watched already. */
        void addCache(List<byte[]> keys, long cache) {
            if (cache > 0 && watchedCaches.add(cache)) {
                keys.add(Keys.cachedNames(cache));
            }
        }

        private void requireWatched(Object reply) {
            if (reply instanceof JedisDataException error) {
                throw refusedRead(connection, error);
            }
        }

        void read() {
            replies.forEach(Runnable::run);
            replies.clear();
        }

        List<List<SurveyCase>> blocks() {
            List<List<SurveyCase>> blocks = new ArrayList<>();
            for (int from = 0; from < cases.size(); from += BLOCK) {
                blocks.add(cases.subList(from, Math.min(cases.size(), from + BLOCK)));
            }
            return blocks;
        }
    }

    @Override
    public List<SurveyCase> add(RedisConnection connection, boolean watching, List<Change.Rekey> changes) {
        List<SurveyCase> cases =
                changes.stream().map(change -> new SurveyCase(change, model)).toList();
        parts.add(new Part(connection, watching, cases));
        return cases;
    }

    @Override
    public void run() {
        round(this::askIndexes);
        round(this::askKnownNames);
        each(this::checkIndexes);
        round(this::askHashes);
        each(this::checkHashes);
        if (model.layout() == Layout.MONITOR_INDEX) {
            round(this::askMonitors);
        }
        each((part, each) -> {
            if (each.look == null) {
                each.choose();
            }
        });
        SurveyCase.refuseSharedSubscriptions(
                parts.stream().flatMap(part -> part.cases.stream()).toList());
        round(this::askCaches);
        each((part, each) -> {
            checkCaches(part, each);
            each.judge();
        });
    }

    private void round(Consumer<Part> question) {
        parts.forEach(part -> {
            question.accept(part);
            part.connection.flush();
        });
        parts.forEach(Part::read);
    }

    private interface Visit {
        void one(Part part, SurveyCase each);
    }

    private void each(Visit visit) {
        parts.forEach(part -> part.cases.forEach(each -> visit.one(part, each)));
    }

    private void askIndexes(Part part) {
        List<byte[]> watched = new ArrayList<>(part.cases.size() * 5);
        for (SurveyCase each : part.cases) {
            each.addNameKeys(watched);
            part.addCache(watched, each.expectedCache);
        }
        part.watch(watched);
        boolean counts = part.connection.countsKeys();
        if (counts) {
            part.blocks().forEach(block -> askNewNames(part, block));
        }
        for (SurveyCase each : part.cases) {
            for (int name = 0; name < each.oldNames.length; name++) {
                int position = name;
                if (each.isRekeyed(name)) {
                    part.ask(
                            reply -> each.oldIndexes[position] = reply,
                            Command.SMEMBERS,
                            Keys.vmName(each.oldNames[name]));
                }
            }
            if (part.watching && counts && each.knowsItsCache()) {
                part.ask(reply -> each.oldEntry = reply, Command.SMEMBERS, Keys.cachedName(each.oldNames[0]));
                part.askMembers(
                        reply -> each.held = reply,
                        Keys.cachedNames(each.expectedCache),
                        each.oldNames[0],
                        each.newName);
            }
        }
    }

    private static void askNewNames(Part part, List<SurveyCase> block) {
        byte[][] keys = block.stream()
                .flatMap(each -> Stream.of(Keys.vmName(each.newName), Keys.cachedName(each.newName)))
                .toArray(byte[][]::new);
        part.ask(
                reply -> {
                    if (Long.valueOf(0).equals(reply)) {
                        block.forEach(each -> each.missing = KnownAbsent.NEW_NAME);
                    }
                },
                Command.EXISTS,
                keys);
    }

    private void askKnownNames(Part part) {
        for (SurveyCase each : part.cases) {
            if (each.missing != KnownAbsent.NEW_NAME) {
                part.ask(reply -> each.newIndex = reply, Command.SMEMBERS, Keys.vmName(each.newName));
            }
        }
    }

    private void checkIndexes(Part part, SurveyCase each) {
        check(part, each, each.newIndex);
        for (Object index : each.oldIndexes) {
            check(part, each, index);
        }
    }

    private void askHashes(Part part) {
        List<byte[]> watched = new ArrayList<>(part.cases.size());
        for (SurveyCase each : part.cases) {
            if (each.look == null) {
                each.addVms();
                each.vms.values().forEach(vm -> watched.add(Keys.vm(vm.id)));
            }
        }
        part.watch(watched);
        int next = 0;
        for (SurveyCase each : part.cases) {
            for (SurveyCase.Vm vm : each.vms.values()) {
                part.ask(reply -> vm.hash = reply, Command.HMGET, watched.get(next++), Keys.NAME, Keys.MACHINE_OF_VM);
            }
        }
    }

    private void checkHashes(Part part, SurveyCase each) {
        for (SurveyCase.Vm vm : each.vms.values()) {
            if (check(part, each, vm.hash)) {
                vm.name = (byte[]) ((List<?>) vm.hash).get(0);
                vm.machine = SubscriptionState.machine(vm.hash);
                vm.here = model.machines().isOn(vm.machine, each.change.idHypervisor());
            }
        }
    }

    /** Where a hash does not name its machine, the machine's own set of VMs tells. */
    private void askMonitors(Part part) {
        for (SurveyCase each : part.cases) {
            for (SurveyCase.Vm vm : each.vms.values()) {
                if (vm.name != null && vm.machine < 0) {
                    for (long machine : model.machines().of(each.change.idHypervisor())) {
                        part.ask(
                                reply -> vm.isMonitored(machine, reply),
                                Command.SISMEMBER,
                                Keys.monitored(machine),
                                Keys.number(vm.id));
                    }
                }
            }
        }
    }

    private void askCaches(Part part) {
        List<byte[]> watched = new ArrayList<>();
        part.cases.forEach(
                each -> each.candidates.forEach(candidate -> part.addCache(watched, candidate.target.cache)));
        part.watch(watched);
        for (SurveyCase each : part.cases) {
            for (SurveyCase.Candidate candidate : each.candidates) {
                if (!each.completes(candidate)) {
                    part.askCache(each, candidate);
                }
            }
        }
    }

    private void checkCaches(Part part, SurveyCase each) {
        for (SurveyCase.Candidate candidate : each.candidates) {
            if (candidate.state.error() != null) {
                check(part, each, candidate.state.error());
            }
        }
    }

    /** False when the reply is an error, which then is the look of the case. */
    private boolean check(Part part, SurveyCase each, Object reply) {
        if (!(reply instanceof JedisDataException error)) {
            return true;
        }
        if (!Target.isWrongType(error)) {
            throw refusedRead(part.connection, error);
        }
        each.look = new Look.Refused<>(FindingCode.WRONG_TYPE, wrongKeys(part.connection, each));
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
    private static String wrongKeys(RedisConnection connection, SurveyCase each) {
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
        sets.forEach(key -> addWrong(connection, wrong, key, "set"));
        hashes.forEach(key -> addWrong(connection, wrong, key, "hash"));
        return String.join(", ", wrong);
    }

    private static void addWrong(RedisConnection connection, List<String> wrong, byte[] key, String wanted) {
        connection.send(Command.TYPE, key);
        String type = RedisConnection.text(connection.next());
        if (!type.equals(wanted) && !type.equals("none")) {
            wrong.add(RedisConnection.text(key) + " is a " + type + " instead of a " + wanted);
        }
    }
}
