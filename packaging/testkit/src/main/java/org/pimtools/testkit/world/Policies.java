package org.pimtools.testkit.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pimtools.testkit.doubles.amazon.Ec2Group;
import org.pimtools.testkit.doubles.amazon.ElbBalancer;
import org.pimtools.testkit.doubles.azure.AzureNetworkResource;
import org.pimtools.testkit.doubles.google.GoogleNetworkResource;
import org.pimtools.testkit.doubles.oci.OciNetworkResource;

/**
 * The firewalls and load balancers of a cloud's endpoint, one of each in every virtual datacenter, under its id. The first firewall has
 * a namesake at the provider, where the provider says which VMs belong to it and one does by which it is known; some names are made to
 * be mistaken for something else.
 */
final class Policies {
    private static final int MOST_VMS = 20;
    private static final int TWIN = 5_000_000;

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
        if (!endpoint.type().listsPolicies()) {
            return policies;
        }
        for (long id : WorldRows.virtualDatacenters(world, endpoint)) {
            boolean twin = policies.isEmpty() && endpoint.type() != EndpointType.GOOGLE && isKnownByAVm(id);
            String name = WorldRows.firewallName(endpoint.type(), id);
            policies.add(new Policy(Policy.FIREWALLS, id, name, firewallId((int) id), twin));
        }
        for (long id : WorldRows.virtualDatacenters(world, endpoint)) {
            String name = WorldRows.balancerName(id);
            policies.add(new Policy(Policy.BALANCERS, id, name, balancerId((int) id, name), false));
        }
        return policies;
    }

    private String firewallId(int id) {
        return switch (endpoint.type()) {
            case AMAZON -> Ec2Group.id(id);
            case AZURE -> azureFirewall(id).providerId(endpoint.subscription());
            case GOOGLE -> GoogleNetworkResource.id(id);
            case OCI -> OciNetworkResource.id(OciNetworkResource.Type.SECURITY_GROUP, id);
            case VCENTER, ESXI, VCLOUD, HYPERV, KVM -> throw new IllegalStateException(endpoint + " lists none");
        };
    }

    private String balancerId(int id, String name) {
        return switch (endpoint.type()) {
            case AMAZON -> isClassic(id) ? name : ElbBalancer.arn(endpoint.region(), id, name);
            case AZURE -> AzureNetworkResource.balancer(name).providerId(endpoint.subscription());
            case GOOGLE -> GoogleNetworkResource.id(TWIN + id);
            case OCI -> OciNetworkResource.id(OciNetworkResource.Type.LOAD_BALANCER, id);
            case VCENTER, ESXI, VCLOUD, HYPERV, KVM -> throw new IllegalStateException(endpoint + " lists none");
        };
    }

    private static boolean isClassic(long id) {
        return id % 2 == 0;
    }

    private List<Policy> of(String table) {
        return all().stream().filter(policy -> policy.table().equals(table)).toList();
    }

    /** What Amazon must hold. */
    List<Ec2Group> groups() {
        List<Ec2Group> groups = new ArrayList<>();
        for (Policy policy : of(Policy.FIREWALLS)) {
            groups.add(Ec2Group.of((int) policy.id(), policy.name()));
            if (policy.twin()) {
                groups.add(Ec2Group.of(TWIN + (int) policy.id(), policy.name()));
            }
        }
        return groups;
    }

    List<ElbBalancer> balancers() {
        return of(Policy.BALANCERS).stream()
                .map(policy -> new ElbBalancer(
                        policy.name(), isClassic(policy.id()) ? null : policy.providerId(), "vpc-1", List.of()))
                .toList();
    }

    /** A security group of Azure, to which machines belong; its name in the database is in a tag. */
    static AzureNetworkResource azureFirewall(long id) {
        return AzureNetworkResource.securityGroup("Nsg-" + id);
    }

    /** What Azure must hold. */
    List<AzureNetworkResource> azure() {
        List<AzureNetworkResource> resources = new ArrayList<>();
        for (Policy policy : of(Policy.FIREWALLS)) {
            Map<String, String> tags = Map.of(Simulations.NAME_TAG, policy.name());
            resources.add(azureFirewall(policy.id()).tags(tags));
            if (policy.twin()) {
                resources.add(azureFirewall(TWIN + policy.id()).tags(tags));
            }
        }
        of(Policy.BALANCERS).forEach(policy -> resources.add(AzureNetworkResource.balancer(policy.name())));
        return resources;
    }

    /** What Google must hold: the load balancers are forwarding rules and backend services. */
    List<GoogleNetworkResource> google() {
        List<GoogleNetworkResource> resources = new ArrayList<>();
        of(Policy.FIREWALLS)
                .forEach(policy -> resources.add(GoogleNetworkResource.firewall((int) policy.id(), policy.name())));
        for (Policy policy : of(Policy.BALANCERS)) {
            int number = TWIN + (int) policy.id();
            resources.add(
                    policy.id() % 2 == 0
                            ? GoogleNetworkResource.forwardingRule(number, policy.name())
                            : GoogleNetworkResource.backendService(number, policy.name()));
        }
        return resources;
    }

    /** What OCI must hold. */
    List<OciNetworkResource> oci() {
        List<OciNetworkResource> resources = new ArrayList<>();
        for (Policy policy : of(Policy.FIREWALLS)) {
            List<String> members = new ArrayList<>();
            members(policy.id()).stream().filter(this::isThere).forEach(vm -> members.add(world.providerId(vm)));
            resources.add(
                    OciNetworkResource.securityGroup((int) policy.id(), policy.name(), members.toArray(String[]::new)));
            if (policy.twin()) {
                resources.add(OciNetworkResource.securityGroup(TWIN + (int) policy.id(), policy.name()));
            }
        }
        of(Policy.BALANCERS)
                .forEach(policy -> resources.add(OciNetworkResource.balancer((int) policy.id(), policy.name())));
        return resources;
    }

    private List<Vm> members(long id) {
        List<Vm> members = new ArrayList<>();
        world.forEachVm(endpoint.datacenter(), vm -> {
            if (WorldRows.firewall(world, chance, vm).filter(own -> own == id).isPresent()) {
                members.add(vm);
            }
        });
        return members;
    }

    /** Whether one of the first VMs that belong to the firewall is found, so that it is known which of two is meant. */
    private boolean isKnownByAVm(long id) {
        return members(id).stream().limit(MOST_VMS).anyMatch(this::isThere);
    }

    private boolean isThere(Vm vm) {
        return vm.machine() != null
                && vm.machine().endpoint().equals(endpoint)
                && vm.story() == Story.ORDINARY
                && vm.state().deployed();
    }
}
