package org.pimtools.planner.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.provider.ProviderKind;

/** The datacenters of one plan and their endpoints, in the order of its sections. */
final class ComparedPlaces {
    private final List<Place> places = new ArrayList<>();
    private final Map<Long, Integer> serverOfMachine = new HashMap<>();

    /** Where an endpoint is and who logs in; not its number, which another plan may give to another one. */
    record Server(
            DatacenterId datacenter, ProviderKind type, String address, int port, SortedMap<String, String> account) {
        String text() {
            return type.platformName() + " " + address + " port " + port
                    + (account.isEmpty() ? "" : ", " + String.join(", ", account.values()));
        }
    }

    /** A section of the plan. @param servers by number */
    record Place(DatacenterId id, String name, Map<Integer, Server> servers) {
        private boolean isDatacenter() {
            return !id.equals(DatacenterId.NOWHERE);
        }
    }

    /** Those of a plan that is made. */
    static ComparedPlaces of(List<Section> sections) {
        ComparedPlaces places = new ComparedPlaces();
        for (Section section : sections) {
            places.add(section.id, section.datacenter.name());
            section.endpoints.endpoints().forEach(places::add);
        }
        return places;
    }

    /** Takes a line of a plan that is read: all lines but those of VMs, in the order of the plan. */
    void add(PlanLine line) {
        if (line instanceof PlanLine.SectionStart start) {
            add(start.datacenter(), start.name());
            serverOfMachine.clear();
        } else if (line instanceof PlanLine.Endpoint endpoint) {
            add(endpoint);
        } else if (line instanceof PlanLine.Machine machine) {
            serverOfMachine.put(machine.idHypervisor(), machine.endpointNo());
        }
    }

    private void add(DatacenterId id, String name) {
        places.add(new Place(id, name == null ? id.toString() : name, new HashMap<>()));
    }

    private void add(PlanLine.Endpoint endpoint) {
        Place place = places.get(places.size() - 1);
        place.servers.put(
                endpoint.no(),
                new Server(place.id, endpoint.type(), endpoint.address(), endpoint.port(), endpoint.account()));
    }

    /** A VM of the section whose lines were added last. */
    ComparedVm vm(PlanLine.Vm line) {
        return new ComparedVm(
                line.idVm(),
                line.uuid(),
                line.name(),
                line.idHypervisor(),
                places.size() - 1,
                serverOfMachine.getOrDefault(line.idHypervisor(), 0));
    }

    List<Place> datacenters() {
        return places.stream().filter(Place::isDatacenter).toList();
    }

    /** By its index in the plan. */
    Map<DatacenterId, Integer> indexes() {
        Map<DatacenterId, Integer> indexes = new HashMap<>();
        for (int i = 0; i < places.size(); i++) {
            indexes.put(places.get(i).id, i);
        }
        return indexes;
    }

    Place placeOf(ComparedVm vm) {
        return places.get(vm.place());
    }

    /** The endpoint that lists a VM, or null. */
    Server serverOf(ComparedVm vm) {
        return placeOf(vm).servers.get(vm.server());
    }

    /** Of all datacenters. */
    Set<Server> servers() {
        Set<Server> servers = new LinkedHashSet<>();
        datacenters().forEach(place -> servers.addAll(place.servers.values()));
        return servers;
    }
}
