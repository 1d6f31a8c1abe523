package org.pimtools.testkit.server;

import com.github.dockerjava.api.model.PortBinding;
import java.util.List;
import java.util.Objects;
import org.testcontainers.mariadb.MariaDBContainer;

/** A MariaDB server in a container, for those who ask for it with {@code PIM_TESTKIT_SERVERS=containers}. */
final class ContainerMariaDb implements MariaDbHost {
    private static final String IMAGE = "mariadb:10.11";

    private final int port = Ports.free();
    private final MariaDBContainer container;

    ContainerMariaDb(String password, List<String> options) {
        container = new MariaDBContainer(IMAGE)
                .withUsername("root")
                .withPassword(password)
                .withCommand(options.toArray(String[]::new))
                .withCreateContainerCmdModifier(create -> Objects.requireNonNull(create.getHostConfig())
                        .withPortBindings(PortBinding.parse(Ports.LOOPBACK + ":" + port + ":3306")));
        container.start();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void kill() {
        container.getDockerClient().killContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void restart() {
        container
                .getDockerClient()
                .restartContainerCmd(container.getContainerId())
                .exec();
    }

    @Override
    public void close() {
        container.close();
    }
}
