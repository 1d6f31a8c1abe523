package org.pimtools.migrator.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.migrator.provider.CloudEndpoints;
import org.pimtools.migrator.provider.OneEndpoint;
import org.pimtools.testkit.doubles.VsphereDouble;
import org.pimtools.testkit.doubles.amazon.Ec2Account;
import org.pimtools.testkit.doubles.amazon.Ec2Double;
import org.pimtools.testkit.doubles.amazon.Ec2Group;
import org.pimtools.testkit.doubles.amazon.Ec2Instance;
import org.pimtools.testkit.doubles.amazon.ElbBalancer;
import org.pimtools.testkit.doubles.azure.AzureApp;
import org.pimtools.testkit.doubles.azure.AzureDouble;
import org.pimtools.testkit.doubles.azure.AzureNetworkResource;
import org.pimtools.testkit.doubles.azure.AzureVm;
import org.pimtools.testkit.doubles.google.GoogleDouble;
import org.pimtools.testkit.doubles.google.GoogleInstance;
import org.pimtools.testkit.doubles.google.GoogleNetworkResource;
import org.pimtools.testkit.doubles.google.GoogleProject;
import org.pimtools.testkit.doubles.hyperv.HypervDouble;
import org.pimtools.testkit.doubles.hyperv.HypervVm;
import org.pimtools.testkit.doubles.oci.OciDouble;
import org.pimtools.testkit.doubles.oci.OciInstance;
import org.pimtools.testkit.doubles.oci.OciNetworkResource;
import org.pimtools.testkit.doubles.oci.OciTenancy;
import org.pimtools.testkit.doubles.vcloud.VcdDouble;
import org.pimtools.testkit.doubles.vcloud.VcdOrganisation;
import org.pimtools.testkit.doubles.vcloud.VcdVm;
import org.pimtools.testkit.server.Libvirt;
import org.pimtools.testkit.server.Servers;
import org.pimtools.testkit.server.VsphereInventory;
import org.pimtools.testkit.server.VsphereVm;

/**
 * A provider with VMs, and where it has them firewalls and load balancers, some of which share a name. The first VM belongs to
 * the first firewall and to the first load balancer.
 *
 * @param ids the provider IDs by kind, in the order of the names; without the kinds of which no two can have one name
 * @param macs of the VMs, as the provider writes them
 */
record NamesakeSite(OneEndpoint.Description description, Map<EntityKind, List<String>> ids, List<String> macs) {
    /** What is at the provider: the names, in the order of the numbers, which count from 1. */
    record Names(List<String> vms, List<String> firewalls, List<String> balancers) {
        private <T> List<T> vms(Numbered<T> making) {
            return IntStream.rangeClosed(1, vms.size())
                    .mapToObj(i -> making.of(i, vms.get(i - 1)))
                    .toList();
        }

        private List<String> vmIds(IntFunction<String> id) {
            return IntStream.rangeClosed(1, vms.size()).mapToObj(id).toList();
        }

        private <T> List<T> firewalls(Numbered<T> making) {
            return new Names(firewalls, List.of(), List.of()).vms(making);
        }

        private <T> List<T> balancers(Numbered<T> making) {
            return new Names(balancers, List.of(), List.of()).vms(making);
        }
    }

    private interface Numbered<T> {
        T of(int number, String name);
    }

    /**
     * Every provider of which the VMs can be told apart or not.
     *
     * @param settled the kinds whose namesakes the provider's answers can tell apart
     */
    enum Provider {
        AMAZON(EntityKind.VM, EntityKind.FIREWALL, EntityKind.LOAD_BALANCER) {
            @Override
            NamesakeSite start(Servers servers, Path directory, Names names) {
                String region = "eu-west-1";
                List<Ec2Group> groups = names.firewalls(Ec2Group::of);
                // a classic one may have the name of another
                List<ElbBalancer> balancers = names.balancers((i, name) -> i % 2 == 0
                        ? ElbBalancer.classic(name)
                        : ElbBalancer.application(i, name, i == 1 ? new String[] {Ec2Instance.id(1)} : new String[0]));
                Ec2Account account = Ec2Account.numbered(
                                1,
                                Map.of(
                                        region,
                                        names.vms((i, name) -> Ec2Instance.of(i, name)
                                                .groups(i == 1 ? new String[] {Ec2Group.id(1)} : new String[0]))))
                        .with(region, groups, balancers);
                Ec2Double server = servers.add(Ec2Double.start(Ec2Double.Options.of(account)));
                return new NamesakeSite(
                        new OneEndpoint.Description(
                                ProviderKind.AMAZON,
                                server.port(),
                                server.certificate().sha256(),
                                Map.of("region", region, "access-key", account.accessKey()),
                                Map.of("elb-address", server.host() + ":" + server.port()),
                                Map.of("secret-key", account.secretKey())),
                        Map.of(
                                EntityKind.VM,
                                names.vmIds(Ec2Instance::id),
                                EntityKind.FIREWALL,
                                groups.stream().map(Ec2Group::id).toList(),
                                EntityKind.LOAD_BALANCER,
                                balancers.stream()
                                        .map(each -> each.arn() == null ? each.name() : each.arn())
                                        .toList()),
                        names.vmIds(Ec2Instance::mac));
            }
        },
        AZURE(EntityKind.VM, EntityKind.FIREWALL, EntityKind.LOAD_BALANCER) {
            @Override
            NamesakeSite start(Servers servers, Path directory, Names names) {
                String subscription = AzureApp.subscription(1);
                List<AzureNetworkResource> groups = names.firewalls(
                        (i, name) -> AzureNetworkResource.securityGroup(name).group("Group" + i));
                List<AzureNetworkResource> balancers = names.balancers(
                        (i, name) -> AzureNetworkResource.balancer(name).group("Group" + i));
                List<AzureVm> vms = names.vms((i, name) ->
                        i == 1 ? AzureVm.of(i, name).networks(groups.get(0), balancers.get(0)) : AzureVm.of(i, name));
                List<AzureNetworkResource> all = new java.util.ArrayList<>(groups);
                all.addAll(balancers);
                AzureApp app = AzureApp.numbered(1, Map.of(subscription, vms)).with(subscription, all);
                AzureDouble server = servers.add(AzureDouble.start(AzureDouble.Options.of(app)));
                return new NamesakeSite(
                        CloudEndpoints.of(server, subscription, app),
                        Map.of(
                                EntityKind.VM,
                                vms.stream()
                                        .map(vm -> vm.providerId(subscription))
                                        .toList(),
                                EntityKind.FIREWALL,
                                groups.stream()
                                        .map(each -> each.providerId(subscription))
                                        .toList(),
                                EntityKind.LOAD_BALANCER,
                                balancers.stream()
                                        .map(each -> each.providerId(subscription))
                                        .toList()),
                        names.vmIds(AzureVm::mac));
            }
        },
        /** It shows no MAC address and does not say what belongs to a load balancer; firewalls of one name it cannot have. */
        GOOGLE {
            @Override
            NamesakeSite start(Servers servers, Path directory, Names names) {
                List<GoogleNetworkResource> balancers = names.balancers((i, name) -> i % 2 == 0
                        ? GoogleNetworkResource.backendService(i, name)
                        : GoogleNetworkResource.forwardingRule(i, name));
                GoogleProject project =
                        GoogleProject.of("p-1", names.vms(GoogleInstance::of)).with(balancers);
                GoogleDouble server = servers.add(GoogleDouble.start(GoogleDouble.Options.of(project)));
                return new NamesakeSite(
                        CloudEndpoints.of(server, project),
                        Map.of(
                                EntityKind.VM,
                                names.vmIds(GoogleInstance::id),
                                EntityKind.LOAD_BALANCER,
                                balancers.stream()
                                        .map(GoogleNetworkResource::id)
                                        .toList()),
                        names.vmIds(i -> "02:00:00:00:00:0" + i));
            }
        },
        OCI(EntityKind.VM, EntityKind.FIREWALL) {
            @Override
            NamesakeSite start(Servers servers, Path directory, Names names) {
                List<OciNetworkResource> groups = names.firewalls((i, name) -> OciNetworkResource.securityGroup(
                        i, name, i == 1 ? new String[] {OciInstance.id(1)} : new String[0]));
                List<OciNetworkResource> balancers = names.balancers(OciNetworkResource::balancer);
                List<OciNetworkResource> all = new java.util.ArrayList<>(groups);
                all.addAll(balancers);
                OciTenancy tenancy = OciTenancy.numbered(1, names.vms(OciInstance::of));
                tenancy = tenancy.with(tenancy.id(), all);
                OciDouble server = servers.add(OciDouble.start(OciDouble.Options.of(tenancy)));
                return new NamesakeSite(
                        CloudEndpoints.of(server, tenancy),
                        Map.of(
                                EntityKind.VM,
                                names.vmIds(OciInstance::id),
                                EntityKind.FIREWALL,
                                groups.stream().map(OciNetworkResource::id).toList(),
                                EntityKind.LOAD_BALANCER,
                                balancers.stream().map(OciNetworkResource::id).toList()),
                        names.vmIds(OciInstance::mac));
            }
        },
        VCLOUD(EntityKind.VM) {
            @Override
            NamesakeSite start(Servers servers, Path directory, Names names) {
                VcdOrganisation organisation = VcdOrganisation.of("Org-1", names.vms(VcdVm::of));
                VcdDouble server = servers.add(VcdDouble.start(VcdDouble.Options.of(organisation)));
                return new NamesakeSite(
                        CloudEndpoints.of(server, organisation),
                        Map.of(EntityKind.VM, names.vmIds(VcdVm::urn)),
                        names.vmIds(VcdVm::mac));
            }
        },
        HYPERV(EntityKind.VM) {
            @Override
            NamesakeSite start(Servers servers, Path directory, Names names) {
                HypervDouble server = servers.add(HypervDouble.start(HypervDouble.Options.of(names.vms(HypervVm::of))));
                return new NamesakeSite(
                        CloudEndpoints.of(server),
                        Map.of(EntityKind.VM, names.vmIds(HypervVm::guid)),
                        names.vmIds(HypervVm::mac));
            }
        },
        VSPHERE(EntityKind.VM) {
            @Override
            NamesakeSite start(Servers servers, Path directory, Names names) {
                VsphereInventory inventory =
                        VsphereInventory.vCenter(new UUID(7, 7).toString(), names.vms(VsphereVm::of));
                VsphereDouble server = servers.add(VsphereDouble.start(VsphereDouble.Options.of(inventory)));
                return new NamesakeSite(
                        CloudEndpoints.of(server),
                        Map.of(EntityKind.VM, names.vmIds(i -> server.serverUuid() + "#vm-" + i)),
                        inventory.vms().stream().map(VsphereVm::macAddress).toList());
            }
        },
        /** Its names are unique, but a VM may be known there by its own name or by the one that the platform makes of its UUID. */
        KVM(EntityKind.VM) {
            @Override
            NamesakeSite start(Servers servers, Path directory, Names names) {
                List<Libvirt.Domain> domains = names.vms((i, name) -> new Libvirt.Domain(
                        name, new UUID(7, i).toString(), true, "52:54:00:00:00:0" + i, "/pool/" + i));
                Path file = Libvirt.write(directory.resolve("kvm.xml"), domains);
                return new NamesakeSite(
                        new OneEndpoint.Description(
                                ProviderKind.KVM,
                                8889,
                                null,
                                Map.of(),
                                Map.of("driver", "test", "transport", "direct", "path", file.toString()),
                                Map.of()),
                        Map.of(
                                EntityKind.VM,
                                domains.stream().map(Libvirt.Domain::uuid).toList()),
                        domains.stream().map(Libvirt.Domain::mac).toList());
            }

            @Override
            String other(String name, UUID vm) {
                return "ABQ_" + vm;
            }
        };

        private final Set<EntityKind> settled;

        Provider(EntityKind... settled) {
            this.settled = Set.of(settled);
        }

        abstract NamesakeSite start(Servers servers, Path directory, Names names);

        boolean settles(EntityKind kind) {
            return settled.contains(kind);
        }

        /** How another one is called that may be meant by a VM's name as well. */
        String other(String name, UUID vm) {
            return name;
        }
    }
}
