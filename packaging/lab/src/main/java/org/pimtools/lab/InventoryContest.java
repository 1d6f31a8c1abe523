package org.pimtools.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.pimtools.testkit.server.VcSim;

/**
 * The inventory that a dry run reads from vcsim, against the bare bulk retrieval as a process of its own; both from the first connection to the
 * answer to the logout, when the inventory is read and sorted.
 */
final class InventoryContest implements Contest {
    private final VcSim simulator;
    private final Tap tap;
    private final CrowdSite site;
    private final Path certificate;

    private InventoryContest(VcSim simulator, Tap tap, CrowdSite site, Path certificate) {
        this.simulator = simulator;
        this.tap = tap;
        this.site = site;
        this.certificate = certificate;
    }

    static InventoryContest start(Trial.Setting setting) {
        Crowd crowd = Crowd.deployed(setting.size());
        VcSim simulator = VcSim.start(VcSim.Options.of(crowd.inventory()));
        Tap tap = Tap.before(simulator.host(), simulator.port());
        try {
            Crowd.VCenter vCenter = new Crowd.VCenter(
                    simulator.host(), tap.port(), simulator.user(), simulator.password(), simulator.fingerprint());
            CrowdSite site = CrowdSite.make(crowd, vCenter, setting);
            return new InventoryContest(
                    simulator, tap, site, simulator.certificate().writePem(setting.directory(), "vcsim"));
        } catch (RuntimeException e) {
            tap.close();
            simulator.close();
            throw e;
        }
    }

    @Override
    public Duration ours() {
        String[] dryRun = site.run().toArray(String[]::new);
        return tap.during(() -> site.migrator().run(dryRun).good("pim-migrator"));
    }

    @Override
    public Duration other() {
        ProcessBuilder bare = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                BareInventory.class.getName(),
                "https://" + simulator.host() + ":" + tap.port() + "/sdk",
                certificate.toString(),
                simulator.user(),
                simulator.password(),
                String.valueOf(site.crowd().deployed())));
        return tap.during(() -> Tool.run(bare).good("the bare retrieval"));
    }

    @Override
    public void close() {
        site.close();
        tap.close();
        simulator.close();
    }
}
