package org.pimtools.testkit.world;

import java.util.ArrayList;
import java.util.List;
import org.pimtools.testkit.doubles.amazon.Ec2Group;
import org.pimtools.testkit.doubles.amazon.ElbBalancer;

/**
 * The firewalls and load balancers of an endpoint of Amazon, one of each in every virtual datacenter, under its id. The first firewall
 * has a namesake at the provider, when a VM belongs to it by which it is known; some names are made to be mistaken for something else.
 */
final class Policies {
    private static final int MOST_VMS = 20;
    private static final int TWIN = 500_000;

    private final World world;
    private final Chance chance;
    private final Endpoint endpoint;

    Policies(World world, Chance chance, Endpoint endpoint) {
        this.world = world;
        this.chance = chance;
        this.endpoint = endpoint;
    }

    List<Policy> all() {
        List<Policy> policies = new ArrayList<>();
        for (long id : WorldRows.virtualDatacenters(world, endpoint)) {
            boolean twin = policies.isEmpty() && isKnownByAVm(id);
            policies.add(new Policy(Policy.FIREWALLS, id, WorldRows.firewallName(id), Ec2Group.id((int) id), twin));
        }
        for (long id : WorldRows.virtualDatacenters(world, endpoint)) {
            String name = WorldRows.balancerName(id);
            policies.add(new Policy(Policy.BALANCERS, id, name, balancer(id, name), false));
        }
        return policies;
    }

    private String balancer(long id, String name) {
        return isClassic(id) ? name : ElbBalancer.arn(endpoint.region(), (int) id, name);
    }

    private static boolean isClassic(long id) {
        return id % 2 == 0;
    }

    /** What the provider must hold. */
    List<Ec2Group> groups() {
        List<Ec2Group> groups = new ArrayList<>();
        for (Policy policy : all()) {
            if (policy.table().equals(Policy.FIREWALLS)) {
                groups.add(Ec2Group.of((int) policy.id(), policy.name()));
                if (policy.twin()) {
                    groups.add(Ec2Group.of(TWIN + (int) policy.id(), policy.name()));
                }
            }
        }
        return groups;
    }

    List<ElbBalancer> balancers() {
        List<ElbBalancer> balancers = new ArrayList<>();
        for (Policy policy : all()) {
            if (policy.table().equals(Policy.BALANCERS)) {
                String arn = isClassic(policy.id()) ? null : policy.providerId();
                balancers.add(new ElbBalancer(policy.name(), arn, "vpc-1", List.of()));
            }
        }
        return balancers;
    }

    /** Whether one of the first VMs that belong to the firewall is found, so that it is known which of two is meant. */
    private boolean isKnownByAVm(long id) {
        List<Vm> members = new ArrayList<>();
        world.forEachVm(endpoint.datacenter(), vm -> {
            if (WorldRows.firewall(world, chance, vm).filter(own -> own == id).isPresent()) {
                members.add(vm);
            }
        });
        return members.stream()
                .limit(MOST_VMS)
                .anyMatch(vm -> vm.machine() != null
                        && vm.machine().endpoint().equals(endpoint)
                        && vm.story() == Story.ORDINARY
                        && vm.state().deployed());
    }
}
