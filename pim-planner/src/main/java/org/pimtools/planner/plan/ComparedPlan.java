package org.pimtools.planner.plan;

import java.io.Closeable;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.plan.PlanReader;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.planner.spool.RowCodec;
import org.pimtools.planner.spool.Spool;

/** Datacenters, endpoints and VMs of one verified plan, the VMs sorted by what lasts of them, in constant memory. */
final class ComparedPlan implements Closeable {
    private static final int BETWEEN_SAFE_POINTS = 1_000;

    /** Where an endpoint is and who logs in; not its number, which another plan may give to another one. */
    record Server(
            DatacenterId datacenter, ProviderKind type, String address, int port, SortedMap<String, String> account) {
        String text() {
            return type.platformName() + " " + address + " port " + port
                    + (account.isEmpty() ? "" : ", " + String.join(", ", account.values()));
        }
    }

    /** A datacenter of the plan. @param servers by number */
    record Place(DatacenterId id, String name, Map<Integer, Server> servers) {}

    /**
     * @param place index in {@link #places()}
     * @param server number of the endpoint that lists it, or 0
     */
    record Vm(long idVm, String uuid, String name, long machine, int place, int server) {
        static final Comparator<Vm> BY_IDENTITY =
                Comparator.comparingLong(Vm::idVm).thenComparing(Vm::uuid);

        static final RowCodec<Vm> CODEC = new RowCodec<>() {
            @Override
            public void write(Vm vm, DataOutput out) throws IOException {
                out.writeLong(vm.idVm);
                RowCodec.writeText(out, vm.uuid);
                RowCodec.writeText(out, vm.name);
                out.writeLong(vm.machine);
                out.writeInt(vm.place);
                out.writeInt(vm.server);
            }

            @Override
            public Vm read(DataInput in) throws IOException {
                return new Vm(
                        in.readLong(),
                        RowCodec.readText(in),
                        RowCodec.readText(in),
                        in.readLong(),
                        in.readInt(),
                        in.readInt());
            }
        };

        String text() {
            return "vm:" + idVm + " '" + name + "'";
        }
    }

    private final List<Place> places = new ArrayList<>();
    private final Spool<Vm> vms;

    private ComparedPlan(Path folder) {
        this.vms = new Spool<>(folder, Vm.CODEC, Vm.BY_IDENTITY);
    }

    /**
     * Reads and verifies a whole plan.
     *
     * @param folder for what does not fit into memory
     * @param safePoint called now and then; may end the reading by an exception
     */
    static ComparedPlan read(Path file, Path folder, Runnable safePoint) throws IOException {
        ComparedPlan plan = new ComparedPlan(folder);
        try (PlanReader reader = PlanReader.open(file)) {
            plan.read(reader, safePoint);
            return plan;
        } catch (IOException | RuntimeException | Error e) {
            plan.close();
            throw e;
        }
    }

    private void read(PlanReader reader, Runnable safePoint) throws IOException {
        Map<Long, Integer> serverOf = new HashMap<>();
        long lines = 0;
        for (PlanLine line = reader.next(); line != null; line = reader.next()) {
            if (line instanceof PlanLine.SectionStart start) {
                places.add(new Place(
                        start.datacenter(),
                        start.name() == null ? start.datacenter().toString() : start.name(),
                        new HashMap<>()));
                serverOf.clear();
            } else if (line instanceof PlanLine.Endpoint endpoint) {
                Place place = places.get(places.size() - 1);
                place.servers.put(
                        endpoint.no(),
                        new Server(place.id, endpoint.type(), endpoint.address(), endpoint.port(), endpoint.account()));
            } else if (line instanceof PlanLine.Machine machine) {
                serverOf.put(machine.idHypervisor(), machine.endpointNo());
            } else if (line instanceof PlanLine.Vm vm) {
                vms.add(new Vm(
                        vm.idVm(),
                        vm.uuid(),
                        vm.name(),
                        vm.idHypervisor(),
                        places.size() - 1,
                        serverOf.getOrDefault(vm.idHypervisor(), 0)));
            }
            if (++lines % BETWEEN_SAFE_POINTS == 0) {
                safePoint.run();
            }
        }
        places.removeIf(place -> place.id.equals(DatacenterId.NOWHERE));
    }

    List<Place> places() {
        return places;
    }

    Place placeOf(Vm vm) {
        return places.get(vm.place);
    }

    /** The endpoint that lists a VM, or null. */
    Server serverOf(Vm vm) {
        return placeOf(vm).servers.get(vm.server);
    }

    /** Of all datacenters, in the order of the plan. */
    Set<Server> servers() {
        Set<Server> servers = new LinkedHashSet<>();
        places.forEach(place -> servers.addAll(place.servers.values()));
        return servers;
    }

    Spool.Rows<Vm> vms() throws IOException {
        return vms.sorted();
    }

    @Override
    public void close() throws IOException {
        vms.close();
    }
}
