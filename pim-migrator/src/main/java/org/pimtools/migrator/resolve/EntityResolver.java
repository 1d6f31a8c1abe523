package org.pimtools.migrator.resolve;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.migrator.inventory.Candidate;
import org.pimtools.migrator.inventory.EndpointInventory;
import org.pimtools.migrator.inventory.EntityInventory;
import org.pimtools.migrator.inventory.EntityResolution;
import org.pimtools.migrator.inventory.Evidence;
import org.pimtools.migrator.inventory.Inventory;
import org.pimtools.migrator.inventory.InventoryVm;
import org.pimtools.migrator.inventory.ProviderId;
import org.pimtools.migrator.inventory.Resolution;

/**
 * Finds each firewall and each load balancer of a datacenter in the inventory of its endpoint, as {@link Resolver} finds VMs: by exact
 * name or by the provider ID that the database holds. Of several of one name it is the one to which its VMs belong, if that is one;
 * else they stay ambiguous.
 */
public final class EntityResolver {
    private final Map<Integer, PlanLine.Endpoint> endpoints;
    private final Map<Integer, EndpointInventory> inventories;
    private final Map<Long, ProviderId> vms;
    private final Written written;

    /** What earlier migrations wrote for an entity. */
    public interface Written {
        Optional<ProviderId> of(PlanLine.Entity entity);
    }

    /**
     * @param endpoints by number
     * @param inventories by endpoint number
     * @param vms the provider IDs of the VMs that have one, by idVm
     * @param written what earlier migrations of this datacenter wrote
     */
    public EntityResolver(
            Map<Integer, PlanLine.Endpoint> endpoints,
            Map<Integer, EndpointInventory> inventories,
            Map<Long, ProviderId> vms,
            Written written) {
        this.endpoints = endpoints;
        this.inventories = inventories;
        this.vms = vms;
        this.written = written;
    }

    /** The entities of an inventory that share a name of one of these, or that several of these would be: evidence about them is needed. */
    public static Set<ProviderId> namesakes(Inventory inventory, Iterable<PlanLine.Entity> entities) {
        Set<ProviderId> namesakes = new HashSet<>();
        Set<ProviderId> claimed = new HashSet<>();
        for (PlanLine.Entity entity : entities) {
            List<ProviderId> named = named(inventory, entity);
            if (entity.providerId() == null && (named.size() > 1 || !claimed.addAll(named))) {
                namesakes.addAll(named);
            }
        }
        return namesakes;
    }

    /**
     * One resolution per entity, by endpoint. A provider ID that two of one endpoint claim goes to neither; that of a classic load
     * balancer is its name, which other regions and accounts may have, too.
     *
     * @param entities all of one kind
     * @param longest characters that the kind's column of provider IDs holds
     */
    public List<EntityResolution> resolve(List<PlanLine.Entity> entities, Choices choices, long longest) {
        Map<Integer, List<PlanLine.Entity>> byEndpoint = new TreeMap<>();
        entities.forEach(entity -> byEndpoint
                .computeIfAbsent(entity.endpointNo(), no -> new ArrayList<>())
                .add(entity));
        List<EntityResolution> resolved = new ArrayList<>(entities.size());
        byEndpoint.values().forEach(own -> resolved.addAll(resolveTogether(own, choices, longest)));
        return resolved;
    }

    private List<EntityResolution> resolveTogether(List<PlanLine.Entity> entities, Choices choices, long longest) {
        Resolution[] found = new Resolution[entities.size()];
        for (int i = 0; i < found.length; i++) {
            found[i] = fitting(lookUp(entities.get(i)), longest);
        }
        Resolution[] chosen = new Choosing(new OfEntities(entities, longest), entities, found, choices).resolutions();
        List<EntityResolution> resolved = new ArrayList<>(chosen.length);
        for (int i = 0; i < chosen.length; i++) {
            resolved.add(new EntityResolution(entities.get(i), chosen[i]));
        }
        return resolved;
    }

    /** What inventories know of entities; the database says nothing of them that their provider says, too. */
    private final class OfEntities implements Choosing.Knowledge {
        private final List<PlanLine.Entity> entities;
        private final long longest;

        OfEntities(List<PlanLine.Entity> entities, long longest) {
            this.entities = entities;
            this.longest = longest;
        }

        @Override
        public Resolution assigned(int i, ProviderId id, Resolution before) {
            return fitting(EntityResolver.this.assigned(entities.get(i), id, before), longest);
        }

        @Override
        public Candidate candidate(int i, ProviderId id) {
            return new Candidate(
                    id,
                    inventory(entities.get(i))
                            .filter(EntityInventory.Read.class::isInstance)
                            .map(EntityInventory.Read.class::cast)
                            .map(read -> read.evidence().get(id)));
        }

        @Override
        public String known(int i) {
            return "";
        }
    }

    private Optional<EntityInventory> inventory(PlanLine.Entity entity) {
        return inventories.get(entity.endpointNo()) instanceof EndpointInventory.Read read
                ? Optional.ofNullable(read.others().get(entity.kind()))
                : Optional.empty();
    }

    private Resolution lookUp(PlanLine.Entity entity) {
        if (entity.endpointNo() == 0) {
            return blocked("it has no endpoint to ask");
        }
        EntityInventory inventory = inventory(entity).orElse(null);
        if (inventory instanceof EntityInventory.Read read) {
            return entity.providerId() == null ? byName(entity, read) : byProviderId(entity, read.inventory());
        }
        if (inventory instanceof EntityInventory.NoneThere none) {
            return entity.providerId() == null
                    ? new Resolution.NoneThere(none.because())
                    : different("the database holds " + entity.providerId() + ", though " + none.because());
        }
        String unread = "the " + entity.kind().noun() + "s of endpoint:" + entity.endpointNo() + " could not be read";
        return written.of(entity)
                .filter(id -> entity.providerId() == null || entity.providerId().equals(id.value()))
                .<Resolution>map(id -> new Resolution.Unconfirmed(id, unread + "; an earlier run migrated it to " + id))
                .orElseGet(() -> blocked(unread));
    }

    private Resolution byName(PlanLine.Entity entity, EntityInventory.Read read) {
        List<ProviderId> found = named(read.inventory(), entity);
        if (found.isEmpty()) {
            return new Resolution.NotFound();
        }
        if (found.size() == 1) {
            return new Resolution.Resolved(found.get(0), entity.name());
        }
        List<Candidate> candidates = found.stream()
                .map(id -> new Candidate(id, Optional.ofNullable(read.evidence().get(id))))
                .toList();
        return byMembers(entity, candidates);
    }

    /** A name that is blank is nobody's, also where several have none. */
    private static List<ProviderId> named(Inventory inventory, PlanLine.Entity entity) {
        return entity.name().isBlank() ? List.of() : inventory.withName(entity.name());
    }

    private Resolution byMembers(PlanLine.Entity entity, List<Candidate> candidates) {
        Set<ProviderId> members = entity.vms().stream()
                .map(vms::get)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new));
        if (members.isEmpty()) {
            return new Resolution.Ambiguous(
                    candidates, "no VM with a provider ID belongs to it, to tell them apart by");
        }
        if (candidates.stream().anyMatch(candidate -> candidate.evidence().isEmpty())) {
            return new Resolution.Ambiguous(candidates, "the endpoint says no more about them");
        }
        List<Candidate> fitting = candidates.stream()
                .filter(candidate -> candidate.evidence().map(Evidence::members).orElseThrow().stream()
                        .anyMatch(members::contains))
                .toList();
        return switch (fitting.size()) {
            case 0 -> new Resolution.Ambiguous(candidates, "none of its VMs belongs to one of them");
            case 1 ->
                new Resolution.Settled(
                        fitting.get(0).providerId(),
                        entity.name(),
                        candidates,
                        "to which alone a VM of its own belongs, "
                                + fitting.get(0).evidence().map(Evidence::members).orElseThrow().stream()
                                        .filter(members::contains)
                                        .findFirst()
                                        .orElseThrow());
            default -> new Resolution.Ambiguous(candidates, "its VMs belong to " + fitting.size() + " of them");
        };
    }

    private static Resolution byProviderId(PlanLine.Entity entity, Inventory inventory) {
        try {
            ProviderId held = new ProviderId(entity.providerId());
            Optional<InventoryVm> listed = inventory.withId(held);
            if (listed.isPresent()) {
                return new Resolution.AlreadyMigrated(held, listed.get().name());
            }
        } catch (IllegalArgumentException e) {
            return different("the database holds something else");
        }
        return different("the database holds " + entity.providerId() + ", which is not listed");
    }

    private Resolution assigned(PlanLine.Entity entity, ProviderId id, Resolution before) {
        EntityInventory inventory = inventory(entity).orElse(null);
        if (inventory instanceof EntityInventory.Read read) {
            return read.inventory()
                    .withId(id)
                    .<Resolution>map(listed -> new Resolution.Assigned(id, listed.name(), before))
                    .orElseGet(() -> new Resolution.Refused(
                            "%s is not in the inventory of endpoint:%d".formatted(id, entity.endpointNo()), before));
        }
        if (inventory instanceof EntityInventory.NoneThere none) {
            return new Resolution.Refused("it cannot be " + id + ": " + none.because(), before);
        }
        PlanLine.Endpoint endpoint = endpoints.get(entity.endpointNo());
        if (endpoint == null) {
            return new Resolution.Refused(
                    "nobody can tell whether it could be " + id + ": its endpoint is not known", before);
        }
        EntityKind kind = entity.kind();
        return endpoint.type()
                .idFault(kind, id.value())
                .<Resolution>map(fault -> new Resolution.Refused("it cannot be " + id + ": " + fault, before))
                .orElseGet(() -> new Resolution.Assigned(id, "", before));
    }

    private static Resolution fitting(Resolution resolution, long longest) {
        return resolution
                .identity()
                .filter(id -> id.value().codePointCount(0, id.value().length()) > longest)
                .<Resolution>map(id -> new Resolution.Blocked(
                        FindingCode.DOES_NOT_FIT,
                        "it has " + id.value().length() + " characters, and the column holds " + longest))
                .orElse(resolution);
    }

    private static Resolution different(String detail) {
        return new Resolution.Blocked(FindingCode.DIFFERENT_PROVIDER_ID, detail);
    }

    private static Resolution blocked(String detail) {
        return new Resolution.Blocked(FindingCode.BLOCKED, detail);
    }
}
