package org.pimtools.migrator.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pimtools.testkit.server.Tools;
import org.pimtools.testkit.server.VcSim;
import org.pimtools.testkit.world.Endpoint;
import org.pimtools.testkit.world.Listing;
import org.pimtools.testkit.world.Place;
import org.pimtools.testkit.world.Simulations;
import org.pimtools.testkit.world.World;

/** A simulator for each endpoint of a world: vcsim with TLS, and files of libvirt's test driver. */
final class Providers implements AutoCloseable {
    private final List<VcSim> servers = new ArrayList<>();
    private final List<Provider> all = new ArrayList<>();

    /**
     * How to reach an endpoint.
     *
     * @param pin of its certificate; empty for a KVM host
     * @param libvirtFile empty for vSphere
     */
    record Provider(Endpoint endpoint, Place place, Optional<String> pin, Optional<Path> libvirtFile) {}

    /** Starts them and tells the world where they are. */
    static Providers start(World world, Path folder) {
        return start(world, world, folder);
    }

    /** @param listing what they hold */
    static Providers start(World world, Listing listing, Path folder) {
        Tools.require("vcsim");
        Tools.require("virsh");
        Providers providers = new Providers();
        try {
            for (Endpoint endpoint : world.endpoints()) {
                providers.all.add(
                        endpoint.type().vsphere()
                                ? providers.vsphere(world, listing, endpoint)
                                : libvirt(world, listing, endpoint, folder));
            }
            return providers;
        } catch (RuntimeException | Error e) {
            providers.close();
            throw e;
        }
    }

    List<Provider> all() {
        return all;
    }

    private Provider vsphere(World world, Listing listing, Endpoint endpoint) {
        Place login = world.place(endpoint);
        VcSim server = VcSim.start(
                VcSim.Options.of(Simulations.vsphere(listing, endpoint)).login(login.user(), login.password()));
        servers.add(server);
        world.place(endpoint, new Place(server.host(), server.port(), login.user(), login.password()));
        return new Provider(endpoint, world.place(endpoint), Optional.of(server.fingerprint()), Optional.empty());
    }

    private static Provider libvirt(World world, Listing listing, Endpoint endpoint, Path folder) {
        Path file = folder.resolve("kvm-" + endpoint.ordinal() + ".xml");
        Simulations.writeLibvirt(listing, endpoint, file);
        return new Provider(endpoint, world.place(endpoint), Optional.empty(), Optional.of(file));
    }

    @Override
    public void close() {
        servers.forEach(VcSim::close);
    }
}
