package org.pimtools.testkit.world;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.pimtools.testkit.world.Chance.Purpose;

/**
 * Makes each VM from its index alone. VM {@code i} belongs to datacenter {@code i mod datacenters}; neighbours in a
 * datacenter form pairs, and a pair shares a story.
 */
final class Cast {
    private static final double NOT_DEPLOYED = 0.2;
    private static final double CAPTURED = 0.15;
    private static final double FRIENDLY = 0.2;

    private final Chance chance;
    private final Size size;
    private final Traits traits;
    private final List<Datacenter> datacenters;
    private final Map<Endpoint, List<Machine>> machines;
    private final Names names;

    Cast(Chance chance, Size size, Traits traits, List<Datacenter> datacenters) {
        this.chance = chance;
        this.size = size;
        this.traits = traits;
        this.datacenters = datacenters;
        this.machines = datacenters.stream()
                .flatMap(datacenter -> datacenter.endpoints().stream())
                .collect(Collectors.toMap(
                        Function.identity(),
                        endpoint -> datacenters.get(endpoint.datacenter()).machinesOf(endpoint)));
        this.names = new Names(chance, traits.names());
    }

    Vm vm(int index) {
        int datacenter = index % size.datacenters();
        int local = index / size.datacenters();
        int first = (local & ~1) * size.datacenters() + datacenter;
        boolean second = index != first;
        Story story = story(datacenter, local, index);
        VmState state = state(story, index);
        Endpoint endpoint = endpoint(datacenter, story, index, first);
        List<Machine> hosts = machines.get(endpoint);
        Machine machine =
                state == VmState.NOT_ALLOCATED ? null : hosts.get(chance.below(hosts.size(), Purpose.HOST, index));
        UUID uuid = chance.uuid(Purpose.UUID, index);
        Called called = called(story, endpoint.type(), index, second ? first : index);
        return new Vm(
                index, uuid, called.name, called.hypervisorName, called.captured, state, machine, datacenter, story);
    }

    /** What a VM is called in the database and in the hypervisor. */
    private record Called(String name, String hypervisorName, boolean captured) {
        static Called captured(String name) {
            return new Called(name, name, true);
        }

        static Called managed(String name) {
            return new Called(name, name, false);
        }
    }

    private Called called(Story story, EndpointType type, int index, int first) {
        return switch (story) {
            case ORDINARY, LOCKED, TWIN, REPLICATED, CLAIMANT -> ordinary(index, names.held(type, index));
            case MISSING, NOT_DEPLOYED -> ordinary(index, names.stored(index));
            case HOMONYM -> Called.captured(names.heldAnywhere(first));
            case RIVAL -> Called.captured(vm(first).hypervisorName());
            case LOOKALIKE -> lookalike(first, false);
            case LOOKALIKE_OTHER -> lookalike(first, true);
        };
    }

    private Called ordinary(int index, String ownName) {
        if (chance.happens(CAPTURED, Purpose.CAPTURED, index)) {
            return Called.captured(ownName);
        }
        String platformName = platformName(index);
        return chance.happens(FRIENDLY, Purpose.FRIENDLY, index)
                ? new Called(names.stored(index), platformName, false)
                : Called.managed(platformName);
    }

    /** Pairs that collations call equal: case, accents and trailing spaces. */
    private Called lookalike(int first, boolean other) {
        return switch (chance.below(4, Purpose.VARIANT, first)) {
            case 0 ->
                other
                        ? Called.captured(platformName(first).toLowerCase(Locale.ROOT))
                        : Called.managed(platformName(first));
            case 1 -> Called.captured((other ? "CRM-" : "crm-") + first);
            case 2 -> Called.captured((other ? "café-" : "cafe-") + first);
            default -> Called.captured("pos-" + first + (other ? " " : ""));
        };
    }

    private String platformName(int index) {
        return "ABQ_" + chance.uuid(Purpose.UUID, index);
    }

    private Story story(int datacenter, int local, int index) {
        Traits.Trouble trouble = traits.trouble();
        boolean second = local % 2 == 1;
        boolean paired = second || local + 1 < size.vmsOf(datacenter);
        double x = paired ? chance.even(Purpose.STORY, datacenter, local / 2) : 1;
        if ((x -= trouble.missing()) < 0) {
            return second ? alone(index) : Story.MISSING;
        }
        if ((x -= trouble.twins()) < 0) {
            return second ? alone(index) : Story.TWIN;
        }
        if ((x -= trouble.conflicts()) < 0) {
            return second ? Story.RIVAL : Story.CLAIMANT;
        }
        if ((x -= trouble.homonyms()) < 0) {
            return datacenters.get(datacenter).endpoints().size() > 1 ? Story.HOMONYM : alone(index);
        }
        if ((x -= trouble.lookalikes()) < 0) {
            return second ? Story.LOOKALIKE_OTHER : Story.LOOKALIKE;
        }
        if ((x -= trouble.locked()) < 0) {
            return second ? alone(index) : Story.LOCKED;
        }
        if (x - trouble.replicas() < 0) {
            return second ? alone(index) : Story.REPLICATED;
        }
        return alone(index);
    }

    private Story alone(int index) {
        return chance.happens(NOT_DEPLOYED, Purpose.DEPLOYED, index) ? Story.NOT_DEPLOYED : Story.ORDINARY;
    }

    private VmState state(Story story, int index) {
        int percent = chance.below(100, Purpose.STATE, index);
        return switch (story) {
            case LOCKED -> VmState.LOCKED;
            case NOT_DEPLOYED -> percent < 75 ? VmState.NOT_ALLOCATED : VmState.ALLOCATED;
            case ORDINARY, MISSING, TWIN, REPLICATED, CLAIMANT, RIVAL, HOMONYM, LOOKALIKE, LOOKALIKE_OTHER ->
                deployedState(percent);
        };
    }

    private static VmState deployedState(int percent) {
        if (percent < 70) {
            return VmState.ON;
        }
        if (percent < 86) {
            return VmState.OFF;
        }
        if (percent < 91) {
            return VmState.PAUSED;
        }
        return percent < 96 ? VmState.CONFIGURED : VmState.UNKNOWN;
    }

    /** libvirt has no two domains of one name, so twins are on the vCenter; homonyms are apart; other pairs together. */
    private Endpoint endpoint(int datacenter, Story story, int index, int first) {
        List<Endpoint> endpoints = datacenters.get(datacenter).endpoints();
        return switch (story) {
            case TWIN, REPLICATED -> endpoints.get(0);
            case HOMONYM ->
                endpoints.get(index == first ? 0 : 1 + chance.below(endpoints.size() - 1, Purpose.VARIANT, first));
            case CLAIMANT, RIVAL, LOOKALIKE, LOOKALIKE_OTHER -> endpoint(endpoints, first);
            case ORDINARY, NOT_DEPLOYED, MISSING, LOCKED -> endpoint(endpoints, index);
        };
    }

    private Endpoint endpoint(List<Endpoint> endpoints, int index) {
        int percent = chance.below(100, Purpose.ENDPOINT, index);
        int kvmHosts = traits.sites().kvmHosts();
        if (EndpointType.KVM.has(percent) && kvmHosts > 0) {
            return endpoints.get(endpoints.size() - 1 - chance.below(kvmHosts, Purpose.VARIANT, index));
        }
        return endpoints.stream()
                .filter(endpoint ->
                        endpoint.type() != EndpointType.KVM && endpoint.type().has(percent))
                .findFirst()
                .orElse(endpoints.get(0));
    }
}
