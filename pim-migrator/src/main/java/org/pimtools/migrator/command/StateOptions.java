package org.pimtools.migrator.command;

import java.nio.file.Path;
import java.util.Optional;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.migrator.host.HostSettings;
import picocli.CommandLine.Option;

/** Which datacenter this host serves, and where its state is kept. */
final class StateOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "the platform's abiquo.properties (default: /opt/abiquo/config/abiquo.properties, if it is there)")
    private Path config;

    @Option(
            names = "--datacenter",
            paramLabel = "ID",
            converter = DatacenterName.class,
            description = {"the datacenter of this host;", "default: abiquo.datacenter.id"})
    private DatacenterId datacenter;

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            defaultValue = "/var/lib/pim-tools",
            description = "where the state of all datacenters is kept (default: ${DEFAULT-VALUE})")
    private Path stateDir;

    private HostSettings settings;

    Path stateDir() {
        return stateDir;
    }

    Optional<DatacenterId> datacenter() {
        return datacenter != null ? Optional.of(datacenter) : settings().datacenter();
    }

    HostSettings settings() {
        if (settings == null) {
            settings = new HostSettings(Optional.ofNullable(config));
        }
        return settings;
    }
}
