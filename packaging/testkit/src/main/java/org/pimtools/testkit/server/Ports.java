package org.pimtools.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;

/** Loopback ports picked by the system. */
final class Ports {
    static final String LOOPBACK = "127.0.0.1";

    private static final int TRIES = 5;

    private Ports() {}

    static int free() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts a server on a port, again when the port was taken in the meantime.
     *
     * @param start empty when the port is in use; throws when the server does not start for another reason
     * @throws IllegalStateException when the port of each try was in use
     */
    static <S> S start(IntSupplier port, IntFunction<Optional<S>> start) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Optional<S> started = start.apply(port.getAsInt());
            if (started.isPresent()) {
                return started.get();
            }
            ServerProcess.pause();
        }
        throw new IllegalStateException("no port was free in " + TRIES + " tries");
    }
}
