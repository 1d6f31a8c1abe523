package org.pimtools.testkit.server;

import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the programs of a server run. A command line means the same on each: its files, its loopback, its ports. */
sealed interface Platform permits ThisMachine, ContainerImage {
    /**
     * Starts a server and waits until it listens; empty when its port is in use.
     *
     * @throws IllegalStateException with its output when it does not start for another reason
     */
    Optional<RunningServer> start(ListeningServer server, Map<String, String> environment, List<String> command);

    /** Runs a program to its end. @throws IllegalStateException with its output when it does not return 0 */
    void run(ListeningServer server, Map<String, String> environment, List<String> command);

    /** The option that has a MariaDB program change to an account, if that is how it comes to it. */
    List<String> accountOption(UserPrincipal account);
}
