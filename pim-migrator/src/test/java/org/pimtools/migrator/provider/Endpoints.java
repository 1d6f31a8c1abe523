package org.pimtools.migrator.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.common.secret.EndpointSecret;
import org.pimtools.common.secret.Secret;
import org.pimtools.migrator.inventory.EndpointInventory;
import org.pimtools.migrator.remote.Limits;

/** Endpoints of a plan, and what became of them. */
public final class Endpoints {
    /** Long enough for a busy machine, with no pause between repetitions. */
    public static final Limits PATIENT = new Limits(
            Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofMinutes(4), 5, 2, Duration.ofMillis(1));

    /** For servers that never answer: gives up once and for good, after a time in which the others answer on a busy machine, too. */
    public static final Limits SHORT = new Limits(
            Duration.ofSeconds(30), Duration.ofSeconds(15), Duration.ofMinutes(2), 2, 0, Duration.ofMillis(1));

    private Endpoints() {}

    public static PlanLine.Endpoint vCenter(int no, int port, String pin) {
        return new PlanLine.Endpoint(no, ProviderKind.VCENTER_CLUSTER, "127.0.0.1", port, pin, new TreeMap<>());
    }

    public static PlanLine.Endpoint kvm(String address, int port, Map<String, String> options) {
        return new PlanLine.Endpoint(1, ProviderKind.KVM, address, port, null, new TreeMap<>(options));
    }

    public static InventoryReader.Target target(PlanLine.Endpoint endpoint, String user, String password) {
        PlanLine.Endpoint of = new PlanLine.Endpoint(
                endpoint.no(),
                endpoint.type(),
                endpoint.address(),
                endpoint.port(),
                new TreeMap<>(Map.of("user", user)),
                endpoint.pin(),
                endpoint.options());
        EndpointSecret secret = EndpointSecret.of(of, Map.of("password", Secret.of(password)));
        return new InventoryReader.Target(of, Optional.of(secret), 10);
    }

    public static InventoryReader.Target withoutSecret(PlanLine.Endpoint endpoint) {
        return new InventoryReader.Target(endpoint, Optional.empty(), 10);
    }

    public static EndpointInventory read(Limits limits, InventoryReader.Target target) throws InterruptedException {
        return readAll(limits, List.of(target)).get(0);
    }

    /** Reads and puts the results in the order of the endpoints' numbers. */
    public static List<EndpointInventory> readAll(Limits limits, List<InventoryReader.Target> targets)
            throws InterruptedException {
        List<EndpointInventory> results = new ArrayList<>();
        new InventoryReader(limits, (no, vms) -> {}).read(targets, results::add, () -> {});
        results.sort(java.util.Comparator.comparing(EndpointInventory::endpointNo));
        return results;
    }

    public static EndpointInventory.Read assertRead(int vms, EndpointInventory result) {
        EndpointInventory.Read read = assertInstanceOf(EndpointInventory.Read.class, result, result::toString);
        assertEquals(vms, read.inventory().size());
        return read;
    }

    public static EndpointInventory.Failed assertFailed(FindingCode code, String detail, EndpointInventory result) {
        EndpointInventory.Failed failed = assertInstanceOf(EndpointInventory.Failed.class, result);
        assertEquals(code, failed.finding().code(), failed::toString);
        assertTrue(failed.finding().detail().contains(detail), failed::toString);
        return failed;
    }
}
