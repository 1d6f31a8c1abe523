package org.pimtools.testkit.server;

import com.github.dockerjava.api.command.InspectContainerResponse;
import org.testcontainers.containers.GenericContainer;

/** One container of ours; it is removed when it has ended. */
final class ServerContainer implements RunningServer {
    private static final int STOP_SECONDS = 120;

    private final Container container;

    /** @param image has to be there, or where it can be pulled from */
    ServerContainer(String image) {
        container = new Container(image);
    }

    /** To be set up, and started. */
    GenericContainer<?> container() {
        return container;
    }

    @Override
    public long pid() {
        return container.getCurrentContainerInfo().getState().getPidLong();
    }

    @Override
    public String name() {
        return "container " + container.getContainerId();
    }

    /** What it had printed when it was removed. */
    String lastOutput() {
        return container.lastOutput;
    }

    @Override
    public void stop() {
        if (container.getContainerId() != null) {
            container
                    .getDockerClient()
                    .stopContainerCmd(container.getContainerId())
                    .withTimeout(STOP_SECONDS)
                    .exec();
        }
        kill();
    }

    @Override
    public void kill() {
        container.stop();
        RunningServers.remove(this);
    }

    /** Testcontainers removes a container that does not start, and what it printed with it. */
    private static final class Container extends GenericContainer<Container> {
        private String lastOutput = "";

        Container(String image) {
            super(image);
        }

        @Override
        protected void containerIsStopping(InspectContainerResponse container) {
            lastOutput = getLogs();
        }
    }
}
