package org.pimtools.testkit.server;

import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Programs of this machine, or unpacked on it: a server is a process of ours. */
record ThisMachine() implements Platform {
    @Override
    public Optional<RunningServer> start(
            ListeningServer server, Map<String, String> environment, List<String> command) {
        long before = server.timesListening();
        ServerProcess started = ServerProcess.start(server.scratch().path(), server.log(), environment, command);
        if (started.awaitReady(() -> server.timesListening() > before)) {
            return Optional.of(started);
        }
        String output = server.output();
        if (ListeningServer.saysThePortIsInUse(output)) {
            server.clearOutput();
            return Optional.empty();
        }
        throw new IllegalStateException(command.get(0) + " does not start:\n" + output);
    }

    @Override
    public void run(ListeningServer server, Map<String, String> environment, List<String> command) {
        ServerProcess.run(server.scratch().path(), server.log(), environment, command);
    }

    @Override
    public List<String> accountOption(UserPrincipal account) {
        return List.of("--user=" + account.getName());
    }
}
