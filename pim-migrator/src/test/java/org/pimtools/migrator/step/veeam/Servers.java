package org.pimtools.migrator.step.veeam;

import java.time.Duration;
import org.pimtools.common.plan.HostAddress;
import org.pimtools.common.secret.Secret;
import org.pimtools.migrator.remote.CallGate;
import org.pimtools.migrator.remote.Limits;
import org.pimtools.migrator.remote.Origin;
import org.pimtools.migrator.remote.Rate;
import org.pimtools.migrator.remote.RemoteClient;
import org.pimtools.migrator.remote.Route;
import org.pimtools.testkit.doubles.veeam.BackupServerDouble;
import org.pimtools.testkit.doubles.veeam.EnterpriseManagerDouble;
import org.pimtools.testkit.server.ServerCertificate;

/** Clients of the doubles, with short limits. */
final class Servers {
    private static final Limits SHORT = new Limits(
            Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofMinutes(2), 5, 2, Duration.ofMillis(20));

    private Servers() {}

    static JobServer of(EnterpriseManagerDouble server) {
        return withPassword(server, server.password());
    }

    static JobServer withPassword(EnterpriseManagerDouble server, String password) {
        String scheme = server.certificate().isPresent() ? "https" : "http";
        String pin = server.certificate().map(ServerCertificate::sha256).orElse(null);
        return new EnterpriseManager(client(scheme, server.port(), pin), server.user(), Secret.of(password));
    }

    static JobServer of(BackupServerDouble server) {
        RemoteClient client =
                client("https", server.port(), server.certificate().sha256());
        return new BackupServer(client, server.user(), Secret.of(server.password()), "1.1-rev0");
    }

    private static RemoteClient client(String scheme, int port, String pin) {
        Origin origin = new Origin(scheme, HostAddress.of("127.0.0.1").orElseThrow(), port);
        CallGate gate = CallGate.open(SHORT, Rate.of("9999").orElseThrow(), "the backup server did not finish");
        return RemoteClient.of(origin, pin, Route.DIRECT, gate);
    }
}
