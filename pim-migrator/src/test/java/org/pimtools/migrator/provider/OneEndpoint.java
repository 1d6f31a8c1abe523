package org.pimtools.migrator.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.common.secret.EndpointSecret;
import org.pimtools.common.secret.Secret;
import org.pimtools.migrator.inventory.Connector;
import org.pimtools.migrator.inventory.EndpointException;
import org.pimtools.migrator.inventory.EndpointInventory;
import org.pimtools.migrator.inventory.EntityLister;
import org.pimtools.migrator.inventory.EntitySource;
import org.pimtools.migrator.inventory.Evidence;
import org.pimtools.migrator.inventory.InventoryVm;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.remote.CallGate;
import org.pimtools.migrator.remote.Limits;
import org.pimtools.migrator.remote.Rate;

/** The connector of one endpoint on loopback at work. */
public final class OneEndpoint implements AutoCloseable {
    /** Long enough for a busy machine, with no pause between repetitions. */
    public static final Limits PATIENT = new Limits(
            Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofMinutes(4), 5, 2, Duration.ofMillis(1));

    /** For answers that do not come. */
    public static final Limits IMPATIENT = new Limits(
            Duration.ofSeconds(30), Duration.ofSeconds(2), Duration.ofMinutes(2), 2, 1, Duration.ofMillis(1));

    private final CallGate gate;
    private final Connector connector;

    /** What is to be read. @param secrets by the names of their parts */
    public record Description(
            ProviderKind kind,
            int port,
            String pin,
            Map<String, String> account,
            Map<String, String> options,
            Map<String, String> secrets) {
        public Description with(String option, String value) {
            Map<String, String> more = new TreeMap<>(options);
            more.put(option, value);
            return new Description(kind, port, pin, account, more, secrets);
        }

        public Description secret(String part, String value) {
            Map<String, String> more = new TreeMap<>(secrets);
            more.put(part, value);
            return new Description(kind, port, pin, account, options, more);
        }

        public PlanLine.Endpoint endpoint(int no) {
            return new PlanLine.Endpoint(
                    no, kind, "127.0.0.1", port, new TreeMap<>(account), pin, new TreeMap<>(options));
        }

        /** In a plan. */
        public InventoryReader.Target target(int no) {
            return new InventoryReader.Target(endpoint(no), Optional.of(sealed(endpoint(no))), 10);
        }

        /** Reads VMs, firewalls and load balancers, as a run does. */
        public EndpointInventory readWithEntities() throws InterruptedException {
            PlanLine.Endpoint endpoint = with("rate", "9999").endpoint(1);
            return Endpoints.read(
                    PATIENT,
                    new InventoryReader.Target(
                            endpoint,
                            Optional.of(sealed(endpoint)),
                            10,
                            inventory -> Set.of(),
                            Map.of(
                                    EntityKind.FIREWALL,
                                    inventory -> Set.of(),
                                    EntityKind.LOAD_BALANCER,
                                    inventory -> Set.of())));
        }

        public EndpointSecret sealed(PlanLine.Endpoint endpoint) {
            Map<String, Secret> parts = new TreeMap<>();
            secrets.forEach((name, value) -> parts.put(name, Secret.of(value)));
            return EndpointSecret.of(endpoint, parts);
        }
    }

    private OneEndpoint(CallGate gate, Connector connector) {
        this.gate = gate;
        this.connector = connector;
    }

    public static OneEndpoint open(Description description) throws EndpointException {
        return open(description, PATIENT);
    }

    public static OneEndpoint open(Description description, Limits limits) throws EndpointException {
        CallGate gate =
                CallGate.open(limits, new Rate(BigDecimal.valueOf(9_999)), "the inventory was not read to its end");
        PlanLine.Endpoint endpoint = description.endpoint(1);
        return new OneEndpoint(gate, Connectors.open(endpoint, Optional.of(description.sealed(endpoint)), gate));
    }

    /** Reads the list to its end, closes, and tells how many calls that took, those of closing included. */
    public static long callsToTheEnd(Description description, int vms) throws Exception {
        OneEndpoint endpoint = open(description);
        try (endpoint) {
            long distinct = endpoint.list().stream().distinct().count();
            assertEquals(vms, distinct);
        }
        return endpoint.calls();
    }

    /** Reads and expects that it fails; no message may hold a secret. */
    public static EndpointException assertFails(
            FindingCode code, String message, Description description, Limits limits) {
        EndpointException failed = assertThrows(EndpointException.class, () -> {
            try (OneEndpoint endpoint = open(description, limits)) {
                endpoint.list();
            }
        });
        assertEquals(code, failed.code(), failed::getMessage);
        assertTrue(failed.getMessage().contains(message), failed.getMessage());
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            for (String secret : description.secrets().values()) {
                assertFalse(String.valueOf(cause).contains(secret), cause::toString);
            }
        }
        return failed;
    }

    public static EndpointException assertFails(FindingCode code, String message, Description description) {
        return assertFails(code, message, description, PATIENT);
    }

    public List<InventoryVm> list() throws EndpointException, InterruptedException {
        List<InventoryVm> vms = new ArrayList<>();
        connector.list(vms::addAll);
        return vms;
    }

    /** How many VMs the pages have; nothing of them is kept. */
    public long count() throws EndpointException, InterruptedException {
        long[] count = {0};
        connector.list(page -> count[0] += page.size());
        return count[0];
    }

    public Map<ProviderId, Evidence> evidence(Collection<ProviderId> vms)
            throws EndpointException, InterruptedException {
        return connector.evidence(vms);
    }

    /** The firewalls or load balancers, which the connector lists. */
    public EntityLister entities(EntityKind kind) {
        return ((EntitySource.Listed) connector.entities(kind)).lister();
    }

    public long calls() {
        return gate.calls();
    }

    @Override
    public void close() {
        connector.close();
    }
}
