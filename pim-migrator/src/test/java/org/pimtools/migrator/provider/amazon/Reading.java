package org.pimtools.migrator.provider.amazon;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.plan.HostAddress;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.common.secret.EndpointSecret;
import org.pimtools.common.secret.Secret;
import org.pimtools.migrator.inventory.EndpointException;
import org.pimtools.migrator.inventory.EntityLister;
import org.pimtools.migrator.inventory.EntitySource;
import org.pimtools.migrator.inventory.Evidence;
import org.pimtools.migrator.inventory.InventoryVm;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.provider.InventoryReader;
import org.pimtools.migrator.remote.CallGate;
import org.pimtools.migrator.remote.Limits;
import org.pimtools.migrator.remote.Origin;
import org.pimtools.migrator.remote.Rate;
import org.pimtools.migrator.remote.RemoteClient;
import org.pimtools.migrator.remote.Route;
import org.pimtools.testkit.doubles.amazon.Ec2Account;
import org.pimtools.testkit.doubles.amazon.Ec2Double;

/** One connector at work. */
final class Reading implements AutoCloseable {
    /** Long enough for a busy machine, with no pause between repetitions. */
    static final Limits PATIENT = new Limits(
            Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofMinutes(4), 5, 2, Duration.ofMillis(1));

    /** For answers that do not come. */
    static final Limits IMPATIENT = new Limits(
            Duration.ofSeconds(30), Duration.ofSeconds(2), Duration.ofMinutes(2), 2, 1, Duration.ofMillis(1));

    private final CallGate gate;
    private final AmazonConnector connector;

    Reading(int port, String pin, Limits limits, String region, Ec2Account account, String nameTag) {
        gate = CallGate.open(limits, new Rate(BigDecimal.valueOf(9_999)), "the inventory was not read to its end");
        InventoryReader.Target target = target(1, port, pin, region, account, 10);
        connector = AmazonConnector.open(
                client(port, pin),
                Optional.of(client(port, pin)),
                target.secret().orElseThrow(),
                Map.of("name-tag", nameTag));
    }

    private RemoteClient client(int port, String pin) {
        return RemoteClient.of(Origin.https(HostAddress.of("127.0.0.1").orElseThrow(), port), pin, Route.DIRECT, gate);
    }

    /** An endpoint of a plan with its sealed part. */
    static InventoryReader.Target target(
            int no, int port, String pin, String region, Ec2Account account, long expectedVms) {
        PlanLine.Endpoint endpoint = new PlanLine.Endpoint(
                no,
                ProviderKind.AMAZON,
                "127.0.0.1",
                port,
                new TreeMap<>(Map.of("region", region, "access-key", account.accessKey())),
                pin,
                new TreeMap<>(Map.of("rate", "9999")));
        Map<String, Secret> parts = new TreeMap<>(Map.of("secret-key", Secret.of(account.secretKey())));
        if (account.sessionToken() != null) {
            parts.put("session-token", Secret.of(account.sessionToken()));
        }
        return new InventoryReader.Target(endpoint, Optional.of(EndpointSecret.of(endpoint, parts)), expectedVms);
    }

    static Reading of(Ec2Double server, String region, Ec2Account account) {
        return of(server, region, account, PATIENT);
    }

    static Reading of(Ec2Double server, String region, Ec2Account account, Limits limits) {
        return new Reading(server.port(), server.certificate().sha256(), limits, region, account, "Name");
    }

    List<InventoryVm> list() throws EndpointException, InterruptedException {
        List<InventoryVm> vms = new ArrayList<>();
        connector.list(vms::addAll);
        return vms;
    }

    /** The sizes of the pages. */
    List<Integer> sizes() throws EndpointException, InterruptedException {
        List<Integer> sizes = new ArrayList<>();
        connector.list(page -> sizes.add(page.size()));
        return sizes;
    }

    Map<ProviderId, Evidence> evidence(Collection<ProviderId> vms) throws EndpointException, InterruptedException {
        return connector.evidence(vms);
    }

    EntityLister entities(EntityKind kind) {
        return ((EntitySource.Listed) connector.entities(kind)).lister();
    }

    List<InventoryVm> list(EntityKind kind) throws EndpointException, InterruptedException {
        List<InventoryVm> entities = new ArrayList<>();
        entities(kind).list(entities::addAll);
        return entities;
    }

    long calls() {
        return gate.calls();
    }

    @Override
    public void close() {
        connector.close();
    }
}
