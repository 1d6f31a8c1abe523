package org.pimtools.migrator.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.testkit.doubles.HttpExchange;
import org.pimtools.testkit.doubles.PageFault;
import org.pimtools.testkit.doubles.azure.AzureApp;
import org.pimtools.testkit.doubles.azure.AzureDouble;
import org.pimtools.testkit.doubles.azure.AzureError;
import org.pimtools.testkit.doubles.azure.AzureNetworkResource;
import org.pimtools.testkit.doubles.azure.AzureVm;
import org.pimtools.testkit.doubles.google.GoogleDouble;
import org.pimtools.testkit.doubles.google.GoogleError;
import org.pimtools.testkit.doubles.google.GoogleInstance;
import org.pimtools.testkit.doubles.google.GoogleNetworkResource;
import org.pimtools.testkit.doubles.google.GoogleProject;
import org.pimtools.testkit.doubles.oci.OciDouble;
import org.pimtools.testkit.doubles.oci.OciInstance;
import org.pimtools.testkit.doubles.oci.OciNetworkResource;
import org.pimtools.testkit.doubles.oci.OciRefusal;
import org.pimtools.testkit.doubles.oci.OciTenancy;
import org.pimtools.testkit.server.Servers;

/**
 * A cloud with three VMs, and with firewalls and load balancers under given names.
 *
 * @param ids the provider IDs by kind, in the order of the names
 * @param rights what a message says is missing, by kind
 * @param unauthorized what a token or signature gets that is not taken
 * @param renews whether another one is got then
 */
record EntitySite(
        OneEndpoint.Description description,
        Map<EntityKind, List<String>> ids,
        Injection injection,
        Map<EntityKind, String> rights,
        HttpExchange.Reply forbidden,
        HttpExchange.Reply busy,
        HttpExchange.Reply unauthorized,
        boolean renews) {
    private static final String SUBSCRIPTION = AzureApp.subscription(1);

    /** Lets a list misbehave. */
    interface Injection {
        void inject(EntityKind kind, int page, int times, PageFault fault);
    }

    /** The clouds that are alike in what they do wrong. */
    enum Cloud {
        AZURE {
            @Override
            EntitySite start(Servers servers, List<String> firewalls, List<String> balancers) {
                return azure(servers, firewalls, balancers);
            }
        },
        GOOGLE {
            @Override
            EntitySite start(Servers servers, List<String> firewalls, List<String> balancers) {
                return google(servers, firewalls, balancers);
            }
        },
        OCI {
            @Override
            EntitySite start(Servers servers, List<String> firewalls, List<String> balancers) {
                return oci(servers, firewalls, balancers);
            }
        };

        abstract EntitySite start(Servers servers, List<String> firewalls, List<String> balancers);
    }

    /** The names are in tags; another resource is being deleted. */
    private static EntitySite azure(Servers servers, List<String> firewalls, List<String> balancers) {
        List<AzureNetworkResource> resources = new ArrayList<>();
        for (int i = 0; i < firewalls.size(); i++) {
            resources.add(AzureNetworkResource.securityGroup("Nsg." + i).tags(Map.of("name", firewalls.get(i))));
        }
        for (int i = 0; i < balancers.size(); i++) {
            resources.add(AzureNetworkResource.balancer("Lb_" + i).tags(Map.of("Name", balancers.get(i))));
        }
        List<AzureNetworkResource> all = new ArrayList<>(resources);
        all.add(AzureNetworkResource.securityGroup("on-its-way-out").state("Deleting"));
        AzureApp app =
                AzureApp.numbered(1, Map.of(SUBSCRIPTION, AzureVm.numbered(3))).with(SUBSCRIPTION, all);
        AzureDouble server = servers.add(AzureDouble.start(AzureDouble.Options.of(app)));
        return new EntitySite(
                CloudEndpoints.of(server, SUBSCRIPTION, app),
                Map.of(
                        EntityKind.FIREWALL,
                        resources.subList(0, firewalls.size()).stream()
                                .map(each -> each.providerId(SUBSCRIPTION))
                                .toList(),
                        EntityKind.LOAD_BALANCER,
                        resources.subList(firewalls.size(), resources.size()).stream()
                                .map(each -> each.providerId(SUBSCRIPTION))
                                .toList()),
                (kind, page, times, fault) -> server.inject(
                        AzureDouble.networks(
                                SUBSCRIPTION,
                                kind == EntityKind.FIREWALL
                                        ? AzureNetworkResource.Type.SECURITY_GROUP
                                        : AzureNetworkResource.Type.LOAD_BALANCER),
                        page,
                        times,
                        fault),
                Map.of(
                        EntityKind.FIREWALL,
                        "Microsoft.Network/networkSecurityGroups/read",
                        EntityKind.LOAD_BALANCER,
                        "Microsoft.Network/loadBalancers/read"),
                AzureError.authorizationFailed(),
                AzureError.tooManyRequests(0),
                AzureError.expiredToken(),
                true);
    }

    /** Every other load balancer is a backend service. */
    private static EntitySite google(Servers servers, List<String> firewalls, List<String> balancers) {
        List<GoogleNetworkResource> resources = new ArrayList<>();
        for (int i = 0; i < firewalls.size(); i++) {
            resources.add(GoogleNetworkResource.firewall(i, firewalls.get(i)));
        }
        for (int i = 0; i < balancers.size(); i++) {
            resources.add(
                    i % 2 == 0
                            ? GoogleNetworkResource.forwardingRule(i, balancers.get(i))
                            : GoogleNetworkResource.backendService(i, balancers.get(i)));
        }
        GoogleProject project =
                GoogleProject.of("p-1", GoogleInstance.numbered(3)).with(resources);
        GoogleDouble server = servers.add(GoogleDouble.start(GoogleDouble.Options.of(project)));
        return new EntitySite(
                CloudEndpoints.of(server, project),
                Map.of(
                        EntityKind.FIREWALL,
                        numbered(firewalls.size(), GoogleNetworkResource::id),
                        EntityKind.LOAD_BALANCER,
                        numbered(balancers.size(), GoogleNetworkResource::id)),
                (kind, page, times, fault) -> server.inject(
                        GoogleDouble.networks(
                                project.id(),
                                kind == EntityKind.FIREWALL
                                        ? GoogleNetworkResource.Type.FIREWALL
                                        : GoogleNetworkResource.Type.BACKEND_SERVICE),
                        page,
                        times,
                        fault),
                Map.of(
                        EntityKind.FIREWALL,
                        "compute.firewalls.list",
                        EntityKind.LOAD_BALANCER,
                        "compute.backendServices.list"),
                GoogleError.forbidden(),
                GoogleError.rateLimitExceeded(),
                GoogleError.authError(),
                true);
    }

    /** All but the first are in a compartment below; another one there is deleted. */
    private static EntitySite oci(Servers servers, List<String> firewalls, List<String> balancers) {
        List<OciNetworkResource> resources = new ArrayList<>();
        for (int i = 0; i < firewalls.size(); i++) {
            resources.add(OciNetworkResource.securityGroup(i, firewalls.get(i)));
        }
        for (int i = 0; i < balancers.size(); i++) {
            resources.add(OciNetworkResource.balancer(i, balancers.get(i)));
        }
        String below = OciTenancy.compartment(1, 1);
        List<OciNetworkResource> rest = new ArrayList<>(resources.subList(1, resources.size()));
        rest.add(OciNetworkResource.balancer(999_999, "gone").state("DELETED"));
        OciTenancy tenancy = OciTenancy.numbered(1, OciInstance.numbered(3), List.of());
        tenancy = tenancy.with(tenancy.id(), resources.subList(0, 1)).with(below, rest);
        OciDouble server = servers.add(OciDouble.start(OciDouble.Options.of(tenancy)));
        return new EntitySite(
                CloudEndpoints.of(server, tenancy),
                Map.of(
                        EntityKind.FIREWALL,
                        numbered(
                                firewalls.size(),
                                i -> OciNetworkResource.id(OciNetworkResource.Type.SECURITY_GROUP, i)),
                        EntityKind.LOAD_BALANCER,
                        numbered(
                                balancers.size(),
                                i -> OciNetworkResource.id(OciNetworkResource.Type.LOAD_BALANCER, i))),
                (kind, page, times, fault) -> server.inject(
                        OciDouble.networks(
                                below,
                                kind == EntityKind.FIREWALL
                                        ? OciNetworkResource.Type.SECURITY_GROUP
                                        : OciNetworkResource.Type.LOAD_BALANCER),
                        page,
                        times,
                        fault),
                Map.of(
                        EntityKind.FIREWALL,
                        "read network-security-groups",
                        EntityKind.LOAD_BALANCER,
                        "read load-balancers"),
                OciRefusal.reply(404, "NotAuthorizedOrNotFound"),
                OciRefusal.reply(429, "TooManyRequests"),
                OciRefusal.reply(401, "NotAuthenticated"),
                false);
    }

    private static List<String> numbered(int count, java.util.function.IntFunction<String> id) {
        return IntStream.range(0, count).mapToObj(id).toList();
    }
}
