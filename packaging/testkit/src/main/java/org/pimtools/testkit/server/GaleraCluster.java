package org.pimtools.testkit.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Two MariaDB servers on loopback that replicate to each other, as a platform's database does. Always the machine's own programs, and
 * Debian's galera-4; tests are skipped where they are missing. A node cannot be restarted, and two of them go on only together.
 */
public final class GaleraCluster implements AutoCloseable {
    private static final int TRIES = 3;
    private static final List<Path> LIBRARIES = List.of(
            Path.of("/usr/lib/galera/libgalera_smm.so"),
            Path.of("/usr/lib64/galera-4/libgalera_smm.so"),
            Path.of("/usr/lib64/galera/libgalera_smm.so"));

    private final List<MariaDbServer> nodes;

    private GaleraCluster(List<MariaDbServer> nodes) {
        this.nodes = nodes;
    }

    /** Starts both nodes, and waits until each has what the other has; about six seconds. */
    public static GaleraCluster start() {
        Path library = LIBRARIES.stream().filter(Files::exists).findFirst().orElse(LIBRARIES.get(0));
        Tools.require(Files.exists(library), "Galera's library is missing: install the Debian package galera-4");
        Tools.require("rsync");
        Tools.require("wsrep_sst_rsync");
        for (int attempt = 1; ; attempt++) {
            try {
                return start(library);
            } catch (IllegalStateException e) {
                if (attempt == TRIES || !String.valueOf(e.getMessage()).contains("Address already in use")) {
                    throw e;
                }
            }
        }
    }

    private static GaleraCluster start(Path library) {
        String password = Names.random("a");
        String name = Names.random("pim_");
        String first = Ports.LOOPBACK + ":" + Ports.free();
        List<MariaDbServer> started = new ArrayList<>();
        try {
            started.add(MariaDbServer.node(password, true, options(library, name, first, "", "--wsrep-new-cluster")));
            awaitSynced(started.get(0));
            started.add(MariaDbServer.node(
                    password, false, options(library, name, Ports.LOOPBACK + ":" + Ports.free(), first)));
            awaitSynced(started.get(1));
            return new GaleraCluster(started);
        } catch (RuntimeException e) {
            started.forEach(MariaDbServer::close);
            throw e;
        }
    }

    /** The two servers; what is committed on one arrives on the other. */
    public List<MariaDbServer> nodes() {
        return List.copyOf(nodes);
    }

    @Override
    public void close() {
        nodes.forEach(MariaDbServer::close);
    }

    private static List<String> options(
            Path library, String cluster, String address, String others, String... further) {
        return Stream.concat(
                        Stream.of(
                                "--wsrep-on=ON",
                                "--wsrep-provider=" + library,
                                "--wsrep-cluster-name=" + cluster,
                                "--wsrep-cluster-address=gcomm://" + others,
                                "--wsrep-node-address=" + address,
                                "--wsrep-sst-method=rsync",
                                "--wsrep-sst-receive-address=" + Ports.LOOPBACK + ":" + Ports.free(),
                                "--wsrep-provider-options=gmcast.listen_addr=tcp://" + address + ";ist.recv_addr="
                                        + Ports.LOOPBACK + ":" + Ports.free() + ";gcache.size=8M;pc.recovery=false",
                                "--binlog-format=ROW",
                                "--innodb-autoinc-lock-mode=2",
                                "--innodb-buffer-pool-size=32M"),
                        Stream.of(further))
                .toList();
    }

    /** A node answers before it takes part. */
    private static void awaitSynced(MariaDbServer node) {
        for (int i = 0; i < 12_000; i++) {
            try (Connection connection = node.connect();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SHOW STATUS LIKE 'wsrep_local_state_comment'")) {
                if (row.next() && row.getString(2).equals("Synced")) {
                    return;
                }
            } catch (SQLException e) {
                // it does not take part yet
            }
            ServerProcess.pause();
        }
        throw new IllegalStateException("the node does not take part in its cluster");
    }
}
