package org.pimtools.testkit.server;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A real Sentinel on loopback that watches over nothing. */
public final class RedisSentinel implements AutoCloseable {
    private final Scratch scratch = new Scratch("sentinel");
    private final ServerProcess process;
    private int port;

    private RedisSentinel() {
        try {
            process = Ports.start(Ports::free, this::startOn);
        } catch (RuntimeException e) {
            scratch.close();
            throw e;
        }
    }

    public static RedisSentinel start() {
        return new RedisSentinel();
    }

    public String host() {
        return Ports.LOOPBACK;
    }

    public int port() {
        return port;
    }

    private Optional<ServerProcess> startOn(int candidate) {
        String settings = scratch.file("sentinel.conf", "port " + candidate + "\nbind " + Ports.LOOPBACK + "\n")
                .toString();
        String program = RedisRelease.OF_THIS_RUN.program(scratch.path()).toString();
        Optional<ServerProcess> started = new ListeningServer(scratch, scratch.file("server.log", ""), "Sentinel ID is")
                .start(Map.of(), List.of(program, settings, "--sentinel"));
        started.ifPresent(server -> port = candidate);
        return started;
    }

    @Override
    public void close() {
        process.kill();
        scratch.close();
    }
}
