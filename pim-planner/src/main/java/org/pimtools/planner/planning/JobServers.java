package org.pimtools.planner.planning;

import java.util.List;
import java.util.function.Predicate;
import org.pimtools.common.plan.PlanLine;

/**
 * The backup servers of a section, and which of them has a job.
 *
 * @param servers each once
 */
public record JobServers(List<Server> servers) {
    public JobServers {
        servers = List.copyOf(servers);
    }

    /** @param before what the database says of where it is; the endpoints file may say otherwise */
    record Server(PlanLine.Endpoint endpoint, FoundEndpoint before) {
        private boolean isAt(ServerUrl url) {
            return url.isAt(endpoint.address()) || url.isAt(before.address());
        }

        private boolean isAtPort(ServerUrl url) {
            return url.port() != null && (url.port() == endpoint.port() || url.port() == before.port());
        }
    }

    /** The job with its server: the only one of its kind, or of several the one that the job's row names. */
    public PlanLine.BackupJob located(PlanLine.BackupJob job) {
        List<Server> candidates = servers.stream()
                .filter(server ->
                        job.kind().filter(server.endpoint.type()::equals).isPresent())
                .toList();
        ServerUrl url = ServerUrl.of(job.endpoint());
        for (Predicate<Server> narrower : List.<Predicate<Server>>of(at -> at.isAt(url), at -> at.isAtPort(url))) {
            if (candidates.size() > 1) {
                candidates = candidates.stream().filter(narrower).toList();
            }
        }
        return candidates.size() == 1 ? job.at(candidates.get(0).endpoint.no()) : job;
    }
}
