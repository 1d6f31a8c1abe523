package org.pimtools.testkit.world;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.pimtools.testkit.doubles.VsphereDouble;
import org.pimtools.testkit.server.Tools;
import org.pimtools.testkit.server.VcSim;

/** A simulator for each endpoint of a world: vcsim, or where it is missing a double of our own, and files for libvirt. */
public final class Simulators implements AutoCloseable {
    private final List<AutoCloseable> servers = new ArrayList<>();
    private final List<Simulator> all = new ArrayList<>();

    /**
     * How to reach an endpoint's simulator.
     *
     * @param fingerprint SHA-256 of the certificate as lower-case hexadecimal; empty for a KVM host
     * @param libvirtFile of libvirt's test driver; empty for vSphere
     */
    public record Simulator(Endpoint endpoint, Place place, Optional<String> fingerprint, Optional<Path> libvirtFile) {
        public Simulator {
            Objects.requireNonNull(endpoint);
            Objects.requireNonNull(place);
            Objects.requireNonNull(fingerprint);
            Objects.requireNonNull(libvirtFile);
        }
    }

    private Simulators() {}

    /**
     * Starts them all and tells the world where they are ({@link World#place(Endpoint, Place)}), so that it can be seeded.
     *
     * @param folder for the files of libvirt, which must exist
     */
    public static Simulators start(World world, Path folder) {
        Simulators simulators = new Simulators();
        try {
            for (Endpoint endpoint : world.endpoints()) {
                simulators.all.add(
                        endpoint.type().vsphere()
                                ? simulators.vsphere(world, endpoint)
                                : libvirt(world, endpoint, folder));
            }
            return simulators;
        } catch (RuntimeException | Error e) {
            simulators.close();
            throw e;
        }
    }

    /** In the order of {@link World#endpoints()}. */
    public List<Simulator> all() {
        return List.copyOf(all);
    }

    @Override
    public void close() {
        for (AutoCloseable server : servers) {
            try {
                server.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private Simulator vsphere(World world, Endpoint endpoint) {
        Place login = world.place(endpoint);
        if (Tools.find("vcsim").isPresent()) {
            VcSim.Options options = VcSim.Options.of(Simulations.vsphere(world, endpoint));
            VcSim server = VcSim.start(options.login(login.user(), login.password()));
            servers.add(server);
            return vsphere(world, endpoint, server.host(), server.port(), server.fingerprint());
        }
        VsphereDouble.Options options = VsphereDouble.Options.of(Simulations.vsphere(world, endpoint));
        VsphereDouble server = VsphereDouble.start(options.login(login.user(), login.password()));
        servers.add(server);
        return vsphere(world, endpoint, server.host(), server.port(), server.fingerprint());
    }

    private static Simulator vsphere(World world, Endpoint endpoint, String host, int port, String fingerprint) {
        Place login = world.place(endpoint);
        world.place(endpoint, new Place(host, port, login.user(), login.password()));
        return new Simulator(endpoint, world.place(endpoint), Optional.of(fingerprint), Optional.empty());
    }

    /** The file is no network address, so the world keeps one that is this host's alone. */
    private static Simulator libvirt(World world, Endpoint endpoint, Path folder) {
        Path file = folder.resolve("kvm-%d-%d.xml".formatted(endpoint.datacenter() + 1, endpoint.ordinal()))
                .toAbsolutePath();
        Simulations.writeLibvirt(world, endpoint, file);
        return new Simulator(endpoint, world.place(endpoint), Optional.empty(), Optional.of(file));
    }
}
