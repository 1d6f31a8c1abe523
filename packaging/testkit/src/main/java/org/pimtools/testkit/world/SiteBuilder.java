package org.pimtools.testkit.world;

import java.util.ArrayList;
import java.util.List;
import org.pimtools.testkit.world.Chance.Purpose;

/** Lays out the datacenters with their endpoints and hosts. */
final class SiteBuilder {
    private static final int VMS_PER_HOST = 40;
    private static final int MOST_HOSTS = 100;

    private SiteBuilder() {}

    static List<Datacenter> build(Chance chance, Size size, Traits.Sites sites) {
        List<Datacenter> datacenters = new ArrayList<>();
        long idHypervisor = 0;
        for (int index = 0; index < size.datacenters(); index++) {
            List<Endpoint> endpoints = endpoints(index, size.datacenters(), sites);
            List<Machine> machines = new ArrayList<>();
            for (Endpoint endpoint : endpoints) {
                int hosts = endpoint.type() == EndpointType.VCENTER
                        ? Math.min(Math.max(2, size.vmsOf(index) / VMS_PER_HOST), MOST_HOSTS)
                        : 1;
                for (int host = 0; host < hosts; host++) {
                    String address = "10.%d.%d.%d".formatted(index + 1, endpoint.ordinal() + 1, host + 1);
                    machines.add(new Machine(++idHypervisor, machines.size(), endpoint, address));
                }
            }
            datacenters.add(new Datacenter(index, id(chance, index), "Datacenter " + (index + 1), endpoints, machines));
        }
        return List.copyOf(datacenters);
    }

    /** As sites have them: a UUID, the name of the host, and whatever somebody typed. */
    private static String id(Chance chance, int index) {
        return switch (index) {
            case 1 -> "Abiquo-DC1";
            case 2 -> "rs1.example.com";
            case 3 -> "Zürich ☃";
            case 4 -> "../x";
            default -> chance.uuid(Purpose.DATACENTER, index).toString();
        };
    }

    private static List<Endpoint> endpoints(int datacenter, int datacenters, Traits.Sites sites) {
        List<EndpointType> types = new ArrayList<>(List.of(EndpointType.VCENTER));
        types.addAll(sites.othersOf(datacenter, datacenters));
        for (int host = 0; host < sites.kvmHosts(); host++) {
            types.add(EndpointType.KVM);
        }
        List<Endpoint> endpoints = new ArrayList<>();
        for (EndpointType type : types) {
            endpoints.add(new Endpoint(datacenter, endpoints.size(), type));
        }
        return endpoints;
    }
}
