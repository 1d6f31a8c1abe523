package org.pimtools.planner.overview;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.output.Output;
import org.pimtools.common.output.Progress;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.signature.Signatures;
import org.pimtools.common.sql.SqlDirection;
import org.pimtools.planner.claims.Claim;
import org.pimtools.planner.claims.Claims;
import org.pimtools.planner.hosts.HostKeys;
import org.pimtools.planner.hosts.SignedFile;
import org.pimtools.planner.plan.PlanView;
import org.pimtools.planner.results.DryRunKeys;
import org.pimtools.planner.results.ResultChoice;
import org.pimtools.planner.results.ResultFile;
import org.pimtools.planner.results.ResultSummary;
import org.pimtools.planner.sqlfile.SqlFile;
import org.pimtools.planner.sqlfile.SqlHead;

/** Reads what the hosts left in a directory, one file at a time, and tells how far each datacenter is. */
public final class Overview {
    private final Optional<PlanView> plan;
    private final Optional<HostKeys> hosts;
    private final Claims claims;
    private final AppliedRows database;
    private final Output output;
    private final List<RefusedFile> refused = new ArrayList<>();
    private final List<ResultFile> superseded = new ArrayList<>();
    private final Map<DatacenterId, List<SqlHead>> sql = new TreeMap<>();
    private final Map<DatacenterId, Set<String>> keys = new TreeMap<>();
    private final Map<DatacenterId, List<ResultFile>> verifications = new TreeMap<>();

    /**
     * Prepares one reading.
     *
     * @param hosts whose files are believed; without them nothing is asked
     * @param claims takes the provider IDs of all results that count
     * @param database knows which rows of SQL files are set
     */
    public Overview(
            Optional<PlanView> plan, Optional<HostKeys> hosts, Claims claims, AppliedRows database, Output output) {
        this.plan = plan;
        this.hosts = hosts;
        this.claims = claims;
        this.database = database;
        this.output = output;
    }

    /**
     * What was found.
     *
     * @param datacenters those of the plan in its order, then others that have a result
     * @param refused files that should count and do not
     * @param superseded results of older plans, in whose place a newer one counts
     * @param foreign files that are none of ours
     */
    public record Report(
            List<DatacenterState> datacenters,
            List<RefusedFile> refused,
            List<ResultFile> superseded,
            List<Path> foreign) {
        public Report {
            datacenters = List.copyOf(datacenters);
            refused = List.copyOf(refused);
            superseded = List.copyOf(superseded);
            foreign = List.copyOf(foreign);
        }
    }

    /** @throws ToolException when the directory cannot be read; a file that cannot be is in the report */
    public Report read(Path directory) throws IOException {
        FoundFiles found = FoundFiles.in(directory);
        refused.addAll(found.refused);
        found.sql.forEach(this::addSql);
        List<ResultFile> results = results(found.results);
        learn(results);
        results.forEach(
                file -> file.hostKey().ifPresent(key -> addKey(file.start().datacenter(), key)));
        sql.forEach((datacenter, heads) -> heads.forEach(head -> addKey(datacenter, head.hostKey())));
        Map<DatacenterId, ResultChoice> choices = ResultChoice.of(results);
        Map<DatacenterId, PlanView.Section> sections = new LinkedHashMap<>();
        plan.ifPresent(view -> view.sections().stream()
                .filter(section -> !section.nowhere())
                .forEach(section -> sections.put(section.datacenter(), section)));
        Set<DatacenterId> all = new LinkedHashSet<>(sections.keySet());
        all.addAll(choices.keySet());
        all.addAll(sql.keySet());
        Map<DatacenterId, ResultSummary> summaries = new HashMap<>();
        try (Progress progress = output.progress("reading VMs", 0)) {
            for (DatacenterId datacenter : all) {
                summaries.put(datacenter, summary(choices.get(datacenter), progress));
            }
        }
        SharedTargets shared = new SharedTargets(summaries);
        List<DatacenterState> states = new ArrayList<>();
        for (DatacenterId datacenter : all) {
            Optional<SqlFile> update = newestSql(datacenter);
            Optional<String> superseded = update.flatMap(file -> hosts.flatMap(keys -> keys.superseded(signed(file))));
            states.add(new StateRules(
                            plan.map(PlanView::header),
                            sections.get(datacenter),
                            summaries.get(datacenter),
                            keys.getOrDefault(datacenter, Set.of()),
                            shared.notes(datacenter))
                    .state(datacenter, update, superseded, verification(datacenter), database));
        }
        claims.compare();
        return new Report(states, refused, superseded, found.foreign);
    }

    private void addKey(DatacenterId datacenter, String key) {
        keys.computeIfAbsent(datacenter, any -> new TreeSet<>()).add(Signatures.fingerprint(key));
    }

    private void learn(List<ResultFile> results) throws IOException {
        if (plan.isPresent() && hosts.isPresent()) {
            Set<DatacenterId> datacenters = plan.get().sections().stream()
                    .map(PlanView.Section::datacenter)
                    .collect(Collectors.toSet());
            DryRunKeys.learn(hosts.get(), plan.get().header().planId(), datacenters, results);
        }
    }

    /** Whether a result counts whose signature was verified; a doubt is noted. */
    private boolean counts(SignedFile result) {
        Optional<String> superseded = hosts.flatMap(keys -> keys.superseded(result));
        superseded.ifPresent(why -> refused.add(
                new RefusedFile(result.path(), "it " + why + ", which is not here: copy that result, too")));
        return superseded.isEmpty() && isBelieved(result);
    }

    /** Whether nobody doubts who signed the file, whose signature was verified; a doubt is noted. */
    private boolean isBelieved(SignedFile file) {
        Optional<String> doubt = hosts.flatMap(keys -> keys.doubt(file));
        doubt.ifPresent(why -> refused.add(new RefusedFile(file.path(), "it " + why)));
        if (doubt.isEmpty()) {
            hosts.ifPresent(keys -> keys.confirm(file));
        }
        return doubt.isEmpty();
    }

    private List<ResultFile> results(List<Path> paths) {
        List<ResultFile> results = new ArrayList<>();
        for (Path path : paths) {
            try {
                ResultFile file = ResultFile.read(path);
                results.add(file);
                if (file.start().kind() == ResultLine.Kind.VERIFICATION) {
                    verifications
                            .computeIfAbsent(file.start().datacenter(), key -> new ArrayList<>())
                            .add(file);
                }
            } catch (ToolException e) {
                refused.add(RefusedFile.of(path, e));
            }
        }
        return results;
    }

    private void addSql(Path path) {
        try {
            SqlHead head = SqlHead.read(path);
            if (head.manifest().direction() == SqlDirection.UPDATE) {
                sql.computeIfAbsent(head.manifest().datacenter(), key -> new ArrayList<>())
                        .add(head);
            }
        } catch (ToolException e) {
            refused.add(RefusedFile.of(path, e));
        }
    }

    /** The newest result that is whole, or null; its claims are taken over. */
    private ResultSummary summary(ResultChoice choice, Progress progress) throws IOException {
        ResultSummary counted = null;
        for (ResultFile file : choice == null ? List.<ResultFile>of() : choice.candidates()) {
            if (counted != null) {
                if (!file.start().planId().equals(counted.file().start().planId())) {
                    superseded.add(file);
                }
            } else {
                counted = whole(file);
            }
        }
        if (counted != null) {
            DatacenterId datacenter = choice.datacenter();
            ResultSummary.read(counted.file(), (entity, providerId) -> {
                claims.add(new Claim(providerId, datacenter, entity));
                progress.add(1);
            });
        }
        return counted;
    }

    private ResultSummary whole(ResultFile file) throws IOException {
        try {
            ResultSummary summary = ResultSummary.read(file, (entity, providerId) -> {});
            return counts(file.signed()) ? summary : null;
        } catch (ToolException e) {
            refused.add(RefusedFile.of(file.path(), e));
            return null;
        }
    }

    private static SignedFile signed(SqlFile file) {
        return file.head().signed(file.manifest().datacenter().toString());
    }

    /** The newest update file that is whole. */
    private Optional<SqlFile> newestSql(DatacenterId datacenter) {
        List<SqlHead> heads = new ArrayList<>(sql.getOrDefault(datacenter, List.of()));
        heads.sort(SqlHead.BY_AGE.reversed());
        for (SqlHead head : heads) {
            try {
                SqlFile file = SqlFile.read(head.path());
                if (isBelieved(signed(file))) {
                    return Optional.of(file);
                }
            } catch (ToolException e) {
                refused.add(RefusedFile.of(head.path(), e));
            }
        }
        return Optional.empty();
    }

    /** The newest verification that is whole. */
    private Optional<ResultSummary> verification(DatacenterId datacenter) throws IOException {
        List<ResultFile> files = new ArrayList<>(verifications.getOrDefault(datacenter, List.of()));
        files.sort(ResultFile.BY_AGE.reversed());
        for (ResultFile file : files) {
            try {
                ResultSummary summary = ResultSummary.read(file, (entity, providerId) -> {});
                if (counts(file.signed())) {
                    return Optional.of(summary);
                }
            } catch (ToolException e) {
                refused.add(RefusedFile.of(file.path(), e));
            }
        }
        return Optional.empty();
    }
}
