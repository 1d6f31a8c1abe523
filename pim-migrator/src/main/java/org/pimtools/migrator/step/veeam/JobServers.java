package org.pimtools.migrator.step.veeam;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.plan.HostAddress;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.common.secret.EndpointSecret;
import org.pimtools.common.secret.Secret;
import org.pimtools.migrator.remote.CallGate;
import org.pimtools.migrator.remote.Limits;
import org.pimtools.migrator.remote.Origin;
import org.pimtools.migrator.remote.Rate;
import org.pimtools.migrator.remote.RemoteClient;
import org.pimtools.migrator.remote.RemoteException;
import org.pimtools.migrator.remote.Route;
import org.pimtools.migrator.step.StepContext;

/** The backup servers of a plan's section, as clients that are not logged in yet. */
final class JobServers {
    private static final Limits LIMITS = new Limits(
            Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofHours(12), 7, 2, Duration.ofSeconds(1));

    private JobServers() {}

    /** All of them. One of which the plan has no login, or whose route cannot be told, is dead when it is asked. */
    static List<KnownServer> of(StepContext context) {
        return context.endpoints().stream()
                .filter(endpoint -> endpoint.type() == ProviderKind.VEEAM)
                .map(endpoint -> new KnownServer(
                        endpoint.no(),
                        HostAddress.of(endpoint.address()).orElseThrow().uriText() + ":" + endpoint.port(),
                        () -> of(context, endpoint)))
                .toList();
    }

    private static JobServer of(StepContext context, PlanLine.Endpoint endpoint) {
        EndpointSecret login = context.secrets().get().get(endpoint.no());
        if (login == null || !login.belongsTo(endpoint)) {
            throw new ToolException(
                    ExitCode.INVALID_INPUT,
                    "the plan has no login for the backup server " + endpoint.address(),
                    "give user and password in the endpoints file, then plan again with --endpoints");
        }
        Map<String, String> options = endpoint.options();
        boolean manager = !"backup-server".equals(options.get("interface"));
        Origin origin = new Origin(
                "tcp".equals(options.get("transport")) ? "http" : "https",
                HostAddress.of(endpoint.address()).orElseThrow(),
                endpoint.port());
        RemoteClient client = RemoteClient.of(origin, endpoint.pin(), route(origin, options), gate(context, options));
        Secret password = login.part("password");
        String user = login.name("user");
        return manager
                ? new EnterpriseManager(client, user, password)
                : new BackupServer(client, user, password, options.getOrDefault("api-version", "1.1-rev0"));
    }

    private static CallGate gate(StepContext context, Map<String, String> options) {
        Rate rate =
                Optional.ofNullable(options.get(Rate.OPTION)).flatMap(Rate::of).orElse(Rate.DEFAULT);
        return CallGate.open(LIMITS, rate, "the backup server did not finish", context.checkpoint());
    }

    private static Route route(Origin origin, Map<String, String> options) {
        try {
            return Route.to(origin, Optional.ofNullable(options.get(Route.OPTION)));
        } catch (RemoteException e) {
            throw new ToolException(
                    ExitCode.UNREACHABLE, e.getMessage(), "correct the proxy, then re-run the same command", e);
        }
    }
}
