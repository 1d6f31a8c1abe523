package org.pimtools.planner.planning;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pimtools.common.endpoints.EndpointOverride;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.plan.HostAddress;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.common.secret.EndpointSecret;
import org.pimtools.common.secret.Secret;

/**
 * The endpoints and machines of one datacenter, and its backup servers among the endpoints. Machines whose endpoint has the
 * same kind, address, port, account, pin and options share it; a machine of which the database names no account shares the only
 * one that is used at the same address and port.
 */
public record SectionEndpoints(
        List<PlanLine.Endpoint> endpoints,
        List<PlanLine.Machine> machines,
        JobServers servers,
        List<EndpointSecret> secrets,
        List<Finding> findings) {
    public SectionEndpoints {
        endpoints = List.copyOf(endpoints);
        machines = List.copyOf(machines);
        secrets = List.copyOf(secrets);
        findings = List.copyOf(findings);
    }

    /** @param servers the datacenter's own, before what the overrides say of them */
    public static SectionEndpoints of(
            List<HypervisorRow> rows, List<FoundEndpoint> servers, List<EndpointOverride> overrides) {
        Builder builder = new Builder(overrides);
        rows.forEach(builder::look);
        rows.forEach(builder::add);
        servers.forEach(builder::add);
        return builder.build();
    }

    /** The endpoint number of each machine, by {@code hypervisor.id}. */
    public Map<Long, Integer> endpointOfMachine() {
        Map<Long, Integer> numbers = new HashMap<>();
        machines.forEach(machine -> numbers.put(machine.idHypervisor(), machine.endpointNo()));
        return numbers;
    }

    private record Key(
            ProviderKind kind,
            String address,
            int port,
            SortedMap<String, String> account,
            String pin,
            SortedMap<String, String> options) {
        /** The same for whoever logs in. */
        Key ofAnybody(FoundEndpoint found) {
            SortedMap<String, String> places = new TreeMap<>(account);
            places.keySet().removeAll(found.names().keySet());
            return new Key(kind, address, port, places, pin, options);
        }
    }

    /** An endpoint as far as its machines have been seen. */
    private static final class Draft {
        final int no;
        FoundEndpoint first;
        SortedMap<String, Secret> secrets;
        long firstMachine;
        Long otherMachine;
        boolean encrypted;

        Draft(int no, FoundEndpoint first) {
            this.no = no;
            this.first = first;
            this.secrets = first.secrets();
            this.firstMachine = first.machine();
            this.encrypted = first.encrypted();
        }

        void offer(FoundEndpoint found) {
            if (found.secrets().isEmpty()) {
                encrypted |= found.encrypted();
                return;
            }
            if (secrets.isEmpty()) {
                first = found;
                secrets = found.secrets();
                firstMachine = found.machine();
            } else if (otherMachine == null && !secrets.equals(found.secrets())) {
                otherMachine = found.machine();
            }
        }
    }

    private static final class Builder {
        private final List<EndpointOverride> overrides;
        private final Map<Long, FoundEndpoint> found = new HashMap<>();
        private final Map<Key, Map<Key, FoundEndpoint>> accounts = new HashMap<>();
        private final Map<Key, Draft> drafts = new LinkedHashMap<>();
        private final List<PlanLine.Machine> machines = new ArrayList<>();
        private final Map<Key, FoundEndpoint> servers = new LinkedHashMap<>();
        private final List<Finding> findings = new ArrayList<>();

        Builder(List<EndpointOverride> overrides) {
            this.overrides = overrides;
        }

        /** The first pass: which accounts there are at each address. */
        void look(HypervisorRow row) {
            FoundEndpoint.kind(row).filter(ProviderKind::hasConnector).ifPresent(kind -> {
                FoundEndpoint there = FoundEndpoint.of(kind, row).with(overrides);
                found.put(row.id(), there);
                if (there.usable() && !there.names().isEmpty()) {
                    Key key = key(there);
                    accounts.computeIfAbsent(key.ofAnybody(there), any -> new LinkedHashMap<>())
                            .putIfAbsent(key, there);
                }
            });
        }

        /** The second pass: the machine and its endpoint. */
        void add(HypervisorRow row) {
            machines.add(new PlanLine.Machine(
                    row.id(),
                    endpointNo(row),
                    row.type() == null ? "" : row.type(),
                    row.host().address(),
                    row.host().port(),
                    row.manager().address(),
                    row.manager().port(),
                    row.agent().address(),
                    row.agent().port(),
                    row.name()));
        }

        private int endpointNo(HypervisorRow row) {
            String entity = "machine:" + row.id();
            Optional<ProviderKind> kind = FoundEndpoint.kind(row);
            if (kind.isEmpty()) {
                findings.add(
                        new Finding(FindingCode.UNKNOWN_PROVIDER_TYPE, entity, "type " + VmRules.quoted(row.type())));
                return 0;
            }
            FoundEndpoint there = found.get(row.id());
            String type = "type " + kind.get().platformName();
            if (there == null) {
                findings.add(new Finding(FindingCode.NO_CONNECTOR, entity, type));
                return 0;
            }
            if (there.address() == null) {
                findings.add(new Finding(FindingCode.NO_ADDRESS, entity, type));
                return 0;
            }
            if (!there.usable()) {
                findings.add(new Finding(FindingCode.INVALID_ADDRESS, entity, EndpointText.unusable(there)));
                return 0;
            }
            FoundEndpoint joined = joined(there);
            Draft draft = drafts.computeIfAbsent(key(joined), unseen -> new Draft(drafts.size() + 1, joined));
            if (joined == there) {
                draft.offer(there);
            }
            return draft.no;
        }

        /** A backup server, which is no machine's endpoint. */
        void add(FoundEndpoint server) {
            FoundEndpoint there = server.with(overrides);
            if (there.usable()) {
                Key key = key(there);
                drafts.computeIfAbsent(key, unseen -> new Draft(drafts.size() + 1, there))
                        .offer(there);
                servers.putIfAbsent(key, server);
            } else {
                findings.add(new Finding(
                        FindingCode.BACKUP_SERVER_NOT_USABLE,
                        "datacenter:" + there.datacenter(),
                        there.kind().platformName() + ": " + EndpointText.unusable(there)));
            }
        }

        /** The account of the others at the same place, when the row names none and they have only one. */
        private FoundEndpoint joined(FoundEndpoint there) {
            if (!there.names().isEmpty()) {
                return there;
            }
            Map<Key, FoundEndpoint> others = accounts.getOrDefault(key(there), Map.of());
            return others.size() == 1 ? others.values().iterator().next() : there;
        }

        private static Key key(FoundEndpoint there) {
            return new Key(
                    there.kind(),
                    HostAddress.of(there.address()).orElseThrow().text(),
                    there.port(),
                    there.account(),
                    there.pin(),
                    there.options());
        }

        SectionEndpoints build() {
            List<PlanLine.Endpoint> endpoints = new ArrayList<>();
            List<EndpointSecret> secrets = new ArrayList<>();
            List<JobServers.Server> jobServers = new ArrayList<>();
            drafts.forEach((key, draft) -> {
                PlanLine.Endpoint endpoint = new PlanLine.Endpoint(
                        draft.no, key.kind, key.address, key.port, key.account, key.pin, key.options);
                endpoints.add(endpoint);
                judge(endpoint, draft);
                Optional.ofNullable(servers.get(key))
                        .ifPresent(before -> jobServers.add(new JobServers.Server(endpoint, before)));
                boolean carried = endpoint.type().needsLogin(key.options) || !draft.secrets.isEmpty();
                if (carried && draft.first.missing().isEmpty()) {
                    secrets.add(EndpointSecret.of(endpoint, draft.secrets));
                }
            });
            return new SectionEndpoints(endpoints, machines, new JobServers(jobServers), secrets, findings);
        }

        private void judge(PlanLine.Endpoint endpoint, Draft draft) {
            if (!endpoint.type().needsLogin(endpoint.options())) {
                return;
            }
            String entity = "endpoint:" + draft.no;
            String where = EndpointText.whereAndWho(draft.first);
            List<String> missing = draft.first.missing();
            if (draft.encrypted && missing.size() == 1 && draft.secrets.isEmpty()) {
                findings.add(new Finding(FindingCode.ENCRYPTED_PASSWORD, entity, where));
                missing = List.of();
            }
            if (!missing.isEmpty()) {
                findings.add(new Finding(
                        endpoint.type().listsVms() ? FindingCode.NO_CREDENTIALS : FindingCode.BACKUP_SERVER_NOT_USABLE,
                        entity,
                        where + ": without " + String.join(", ", missing)));
            }
            if (draft.otherMachine != null) {
                findings.add(new Finding(
                        FindingCode.DIFFERENT_CREDENTIALS,
                        entity,
                        where + ": machines " + draft.firstMachine + " and " + draft.otherMachine));
            }
            boolean inClear = "tcp".equals(endpoint.options().get("transport"));
            if (endpoint.pin() == null && endpoint.type().pinAllowed() && !inClear) {
                findings.add(new Finding(FindingCode.NOT_PINNED, entity, where));
            }
        }
    }
}
