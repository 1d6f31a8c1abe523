package org.pimtools.testkit.server;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A real Sentinel on loopback. */
public final class RedisSentinel implements AutoCloseable {
    private final Scratch scratch = new Scratch("sentinel");
    private final String watches;
    private final String portSetting;
    private final RunningServer running;
    private int port;

    private RedisSentinel(String watches, String portSetting) {
        this.watches = watches;
        this.portSetting = portSetting;
        try {
            running = Ports.start(Ports::free, this::startOn);
        } catch (RuntimeException e) {
            scratch.close();
            throw e;
        }
    }

    /** One that watches over nothing. */
    public static RedisSentinel start() {
        return new RedisSentinel("", "port");
    }

    /**
     * One that watches over a master, takes it for down after half a second, and finds other Sentinels of it by itself.
     *
     * @param quorum how many Sentinels have to agree that the master is down
     */
    public static RedisSentinel watching(String name, RedisServer master, int quorum) {
        return new RedisSentinel("""
                sentinel monitor %1$s %2$s %3$d %4$d
                sentinel down-after-milliseconds %1$s 500
                sentinel failover-timeout %1$s 3000
                """.formatted(name, master.host(), master.port(), quorum), "port");
    }

    /**
     * One that speaks TLS and nothing else, also to a master that does.
     *
     * @param more lines of its configuration, such as those that name its certificate, and passwords
     */
    public static RedisSentinel secured(String name, RedisServer master, int quorum, String more) {
        return new RedisSentinel("""
                port 0
                tls-replication yes
                sentinel monitor %1$s %2$s %3$d %4$d
                %5$s
                """.formatted(name, master.host(), master.port(), quorum, more), "tls-port");
    }

    public String host() {
        return Ports.LOOPBACK;
    }

    public int port() {
        return port;
    }

    private Optional<RunningServer> startOn(int candidate) {
        String settings = scratch.file(
                        "sentinel.conf", portSetting + " " + candidate + "\nbind " + Ports.LOOPBACK + "\n" + watches)
                .toString();
        RedisRelease release = RedisRelease.OF_THIS_RUN;
        Optional<RunningServer> started = release.platform()
                .start(
                        new ListeningServer(scratch, scratch.file("server.log", ""), "Sentinel ID is"),
                        Map.of(),
                        List.of(release.program(scratch.path()).toString(), settings, "--sentinel"));
        started.ifPresent(server -> port = candidate);
        return started;
    }

    @Override
    public void close() {
        running.kill();
        scratch.close();
    }
}
