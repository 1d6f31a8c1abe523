package org.pimtools.migrator.provider;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.plan.HostAddress;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.secret.EndpointSecret;
import org.pimtools.migrator.inventory.Connector;
import org.pimtools.migrator.inventory.EndpointException;
import org.pimtools.migrator.inventory.EndpointInventory;
import org.pimtools.migrator.inventory.EntityInventory;
import org.pimtools.migrator.inventory.EntityLister;
import org.pimtools.migrator.inventory.EntitySource;
import org.pimtools.migrator.inventory.Evidence;
import org.pimtools.migrator.inventory.Inventory;
import org.pimtools.migrator.inventory.InventoryVm;
import org.pimtools.migrator.inventory.NetworkRules;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.remote.CallGate;
import org.pimtools.migrator.remote.CertificateRefused;
import org.pimtools.migrator.remote.Limits;
import org.pimtools.migrator.remote.Rate;
import org.pimtools.migrator.remote.RemoteException;

/**
 * Reads the inventories of several endpoints at once. Endpoints of one account at one address and port are read one
 * after the other; once it was refused there, the account is not tried again as long as this reader lives.
 */
public final class InventoryReader {
    private static final int WAKE_UP_MILLIS = 200;
    private static final int LOG_OUT_SECONDS = 5;
    private static final int MOST_ENDPOINTS_AT_ONCE = 8;
    private static final int MOST_VMS_AT_ONCE = 200_000;
    private static final int MOST_VMS_OF_AN_ENDPOINT = 1_000_000;

    private final Limits limits;
    private final Progress progress;
    private final InventoryBudget budget;
    private final Set<Account> refused = ConcurrentHashMap.newKeySet();

    public InventoryReader(Limits limits, Progress progress) {
        this(limits, progress, InventoryBudget.ofThisProcess());
    }

    InventoryReader(Limits limits, Progress progress, InventoryBudget budget) {
        this.limits = limits;
        this.progress = progress;
        this.budget = budget;
    }

    /**
     * Reads every endpoint and hands over what became of it, in the order in which they end, one at a time and from the
     * caller's thread.
     *
     * @param waiting called a few times a second meanwhile; what it throws ends the reading and is thrown on
     */
    public void read(List<Target> targets, Consumer<EndpointInventory> sink, Runnable waiting)
            throws InterruptedException {
        Map<Object, List<Target>> byAccount = new LinkedHashMap<>();
        for (Target target : targets) {
            Object key = target.account().<Object>map(account -> account).orElse(target.endpoint());
            byAccount.computeIfAbsent(key, any -> new ArrayList<>()).add(target);
        }
        if (byAccount.isEmpty()) {
            return;
        }
        ExecutorService threads = Executors.newFixedThreadPool(
                Math.min(MOST_ENDPOINTS_AT_ONCE, byAccount.size()), InventoryReader::daemon);
        try {
            BlockingQueue<CompletableFuture<EndpointInventory>> ended = new LinkedBlockingQueue<>();
            Semaphore room = new Semaphore(MOST_VMS_AT_ONCE, true);
            byAccount.values().forEach(account -> threads.execute(() -> readAll(account, room, ended)));
            for (int i = 0; i < targets.size(); i++) {
                CompletableFuture<EndpointInventory> next = null;
                while (next == null) {
                    waiting.run();
                    next = ended.poll(WAKE_UP_MILLIS, TimeUnit.MILLISECONDS);
                }
                sink.accept(next.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("reading an inventory failed", e.getCause());
        } finally {
            threads.shutdownNow();
            threads.awaitTermination(LOG_OUT_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "inventory");
        thread.setDaemon(true);
        return thread;
    }

    private void readAll(
            List<Target> account, Semaphore room, BlockingQueue<CompletableFuture<EndpointInventory>> ended) {
        for (Target target : account) {
            int permits = (int) Math.max(1, Math.min(target.expectedVms(), MOST_VMS_AT_ONCE));
            try {
                room.acquire(permits);
                try {
                    ended.add(CompletableFuture.completedFuture(read(target)));
                } finally {
                    room.release(permits);
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException | Error e) {
                ended.add(CompletableFuture.failedFuture(e));
            }
        }
    }

    private EndpointInventory read(Target target) throws InterruptedException {
        PlanLine.Endpoint endpoint = target.endpoint();
        long calls = 0;
        try {
            refuseAgain(target);
            CallGate gate = gate(endpoint);
            try {
                Listed listed = listed(target, gate);
                return new EndpointInventory.Read(
                        endpoint.no(),
                        listed.inventory,
                        listed.evidence,
                        listed.others,
                        listed.rules,
                        listed.version,
                        gate.calls());
            } finally {
                calls = gate.calls();
            }
        } catch (EndpointException e) {
            remember(target, e);
            return new EndpointInventory.Failed(
                    endpoint.no(),
                    new Finding(e.code(), "endpoint:" + endpoint.no(), e.getMessage()),
                    CertificateRefused.in(e)
                            .map(CertificateRefused::fingerprint)
                            .orElse(null),
                    calls);
        }
    }

    private CallGate gate(PlanLine.Endpoint endpoint) throws EndpointException {
        String option = endpoint.options().get(Rate.OPTION);
        Rate rate = option == null
                ? Rate.DEFAULT
                : Rate.of(option)
                        .orElseThrow(() -> new EndpointException(
                                FindingCode.INVALID_ADDRESS,
                                "the option rate is not a number from 0.001 to 9999.999",
                                false,
                                null));
        return CallGate.open(limits, rate, "the inventory was not read to its end");
    }

    private Listed listed(Target target, CallGate gate) throws EndpointException, InterruptedException {
        Attempt attempt = new Attempt(budget.open());
        boolean read = false;
        try {
            Listed listed = gate.restarting(
                    fault -> fault instanceof EndpointException seen && seen.transientFault(),
                    () -> list(target, gate, attempt.next()));
            read = true;
            return listed;
        } catch (RemoteException e) {
            throw EndpointException.of(e);
        } finally {
            if (!read) {
                attempt.part.release();
            }
        }
    }

    /** The reading of an endpoint that is under way. */
    private final class Attempt {
        private final InventoryBudget.Part part;
        private int begun;

        private Attempt(InventoryBudget.Part part) {
            this.part = part;
        }

        /** The next one, which begins at the beginning. */
        private Attempt next() {
            begun++;
            part.release();
            return this;
        }

        /** Whether a fault that may pass is worth reading all of it again. */
        private boolean isRepeatedAfter(EndpointException fault) {
            return fault.transientFault() && begun <= limits.restarts();
        }
    }

    /** A login that was refused, whatever it was for, is not tried again for anything else. */
    private void remember(Target target, EndpointException fault) {
        if (fault.code() == FindingCode.LOGIN_REFUSED) {
            target.account().ifPresent(refused::add);
        }
    }

    private void refuseAgain(Target target) throws EndpointException {
        if (target.account().filter(refused::contains).isPresent()) {
            throw new EndpointException(
                    FindingCode.LOGIN_REFUSED,
                    "not tried, since this address refused the same account before in this run",
                    false,
                    null);
        }
    }

    private record Listed(
            Inventory inventory,
            Map<ProviderId, Evidence> evidence,
            Map<EntityKind, EntityInventory> others,
            NetworkRules rules,
            String version) {}

    private interface Listing {
        void list(Connector.PageSink sink) throws EndpointException, InterruptedException;
    }

    private interface Asking {
        Map<ProviderId, Evidence> evidence(Set<ProviderId> unclear) throws EndpointException, InterruptedException;
    }

    private Listed list(Target target, CallGate gate, Attempt attempt) throws EndpointException, InterruptedException {
        try (Connector connector = Connectors.open(target.endpoint(), target.secret(), gate)) {
            Inventory vms = inventory(target, EntityKind.VM, 0, connector::list, attempt);
            Map<ProviderId, Evidence> evidence = evidence(target, target.unclear(), vms, connector::evidence, attempt);
            Map<EntityKind, EntityInventory> others = new EnumMap<>(EntityKind.class);
            int read = vms.size();
            for (EntityKind kind : target.others().keySet()) {
                EntityInventory entities = entities(target, kind, read, connector.entities(kind), attempt);
                others.put(kind, entities);
                read += entities.size();
            }
            return new Listed(vms, evidence, others, rules(target, connector), connector.version());
        }
    }

    /** An inventory that was read is not given up for want of a look at rules, which nothing depends on. */
    private NetworkRules rules(Target target, Connector connector) throws InterruptedException {
        try {
            refuseAgain(target);
            return connector.rules();
        } catch (EndpointException e) {
            remember(target, e);
            return NetworkRules.unread(e.getMessage());
        }
    }

    /** @param before what was read of the endpoint so far */
    private Inventory inventory(Target target, EntityKind kind, int before, Listing listing, Attempt attempt)
            throws EndpointException, InterruptedException {
        List<InventoryVm> entities = new ArrayList<>();
        listing.list(page -> {
            attempt.part.add(page);
            entities.addAll(page);
            if (entities.size() > MOST_VMS_OF_AN_ENDPOINT) {
                throw new EndpointException(
                        FindingCode.ENDPOINT_FAILED,
                        "the endpoint lists more than " + MOST_VMS_OF_AN_ENDPOINT + " " + kind.noun() + "s",
                        false,
                        null);
            }
            progress.read(target.endpoint().no(), before + entities.size());
        });
        return Inventory.of(entities);
    }

    /** An inventory that was read is not given up for want of evidence: what is ambiguous stays so. */
    private Map<ProviderId, Evidence> evidence(
            Target target,
            Function<Inventory, Set<ProviderId>> needed,
            Inventory inventory,
            Asking asking,
            Attempt attempt)
            throws EndpointException, InterruptedException {
        Set<ProviderId> unclear = needed.apply(inventory);
        if (unclear.isEmpty()) {
            return Map.of();
        }
        try {
            return asking.evidence(unclear);
        } catch (EndpointException e) {
            if (attempt.isRepeatedAfter(e)) {
                throw e;
            }
            remember(target, e);
            return Map.of();
        }
    }

    /** What keeps one kind from being read concerns that kind only. */
    private EntityInventory entities(Target target, EntityKind kind, int before, EntitySource source, Attempt attempt)
            throws EndpointException, InterruptedException {
        if (source instanceof EntitySource.NoneThere none) {
            return new EntityInventory.NoneThere(none.because());
        }
        if (source instanceof EntitySource.NotRead not) {
            return notRead(target, kind, not.because());
        }
        EntityLister lister = ((EntitySource.Listed) source).lister();
        try {
            refuseAgain(target);
            Inventory inventory = inventory(target, kind, before, lister::list, attempt);
            return new EntityInventory.Read(
                    inventory, evidence(target, target.others().get(kind), inventory, lister::evidence, attempt));
        } catch (EndpointException e) {
            if (attempt.isRepeatedAfter(e)) {
                throw e;
            }
            remember(target, e);
            return notRead(target, kind, e.getMessage());
        }
    }

    private static EntityInventory notRead(Target target, EntityKind kind, String because) {
        return new EntityInventory.NotRead(new Finding(
                FindingCode.ENTITIES_NOT_READ,
                "endpoint:" + target.endpoint().no(),
                "its " + kind.noun() + "s: " + because));
    }

    /**
     * One endpoint to read.
     *
     * @param expectedVms how many VMs the plan has there, so that not too many are read at once
     * @param unclear says of which VMs of the inventory evidence is needed
     * @param others the other kinds of entities that are read, and of which of them evidence is needed
     */
    public record Target(
            PlanLine.Endpoint endpoint,
            Optional<EndpointSecret> secret,
            long expectedVms,
            Function<Inventory, Set<ProviderId>> unclear,
            Map<EntityKind, Function<Inventory, Set<ProviderId>>> others) {
        public Target {
            others = new TreeMap<>(others);
        }

        /** An endpoint whose VMs are enough. */
        public Target(
                PlanLine.Endpoint endpoint,
                Optional<EndpointSecret> secret,
                long expectedVms,
                Function<Inventory, Set<ProviderId>> unclear) {
            this(endpoint, secret, expectedVms, unclear, Map.of());
        }

        /** An endpoint of which names are enough. */
        public Target(PlanLine.Endpoint endpoint, Optional<EndpointSecret> secret, long expectedVms) {
            this(endpoint, secret, expectedVms, inventory -> Set.of());
        }

        private Optional<Account> account() {
            return secret.map(given ->
                    new Account(HostAddress.canonical(endpoint.address()), endpoint.port(), lower(given.account())));
        }

        /** A server may take a user in any case, and count the attempts together. */
        private static Map<String, String> lower(Map<String, String> account) {
            Map<String, String> lower = new HashMap<>();
            account.forEach((part, value) -> lower.put(part, value.toLowerCase(Locale.ROOT)));
            return lower;
        }
    }

    /** Hears of every page that was read; called from several threads. */
    public interface Progress {
        /** @param vms what is read of this endpoint so far; fewer than before after a fault that made it begin again */
        void read(int endpointNo, int vms);
    }

    private record Account(String address, int port, Map<String, String> parts) {}
}
