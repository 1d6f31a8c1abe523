package org.pimtools.migrator.command;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the platform is that must not run while something is changed. */
final class PlatformOption {
    @Option(
            names = "--platform-dir",
            paramLabel = "DIR",
            defaultValue = "/opt/abiquo/tomcat",
            description =
                    "the Tomcat of the platform, which must not run while anything is changed (default: ${DEFAULT-VALUE})")
    private Path platform;

    Path directory() {
        return platform;
    }
}
