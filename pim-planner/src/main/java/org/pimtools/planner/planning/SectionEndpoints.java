package org.pimtools.planner.planning;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.plan.EndpointType;
import org.pimtools.common.plan.HostAddress;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.secret.EndpointSecret;
import org.pimtools.common.secret.Secret;

/**
 * The endpoints and machines of one datacenter. Machines whose endpoint has the same type, address, port, pin and options share it.
 */
public record SectionEndpoints(
        List<PlanLine.Endpoint> endpoints,
        List<PlanLine.Machine> machines,
        List<EndpointSecret> secrets,
        List<Finding> findings) {
    public SectionEndpoints {
        endpoints = List.copyOf(endpoints);
        machines = List.copyOf(machines);
        secrets = List.copyOf(secrets);
        findings = List.copyOf(findings);
    }

    public static SectionEndpoints of(List<HypervisorRow> rows, List<EndpointOverride> overrides) {
        Builder builder = new Builder(overrides);
        rows.forEach(builder::add);
        return builder.build();
    }

    /** The endpoint number of each machine, by {@code hypervisor.id}. */
    public Map<Long, Integer> endpointOfMachine() {
        Map<Long, Integer> numbers = new HashMap<>();
        machines.forEach(machine -> numbers.put(machine.idHypervisor(), machine.endpointNo()));
        return numbers;
    }

    private record Key(EndpointType type, String address, int port, String pin, SortedMap<String, String> options) {}

    /** An endpoint as far as its machines have been seen. */
    private static final class Draft {
        final int no;
        HypervisorRow.Access credentials;
        long firstMachine;
        Long otherMachine;

        Draft(int no) {
            this.no = no;
        }

        void offer(HypervisorRow.Access offered, long machine) {
            if (offered.user() == null && offered.password() == null) {
                return;
            }
            if (credentials == null) {
                credentials = offered;
                firstMachine = machine;
            } else if (otherMachine == null && !credentials.sameCredentials(offered)) {
                otherMachine = machine;
            }
        }
    }

    private static final class Builder {
        private final List<EndpointOverride> overrides;
        private final Map<Key, Draft> drafts = new LinkedHashMap<>();
        private final List<PlanLine.Machine> machines = new ArrayList<>();
        private final List<Finding> findings = new ArrayList<>();

        Builder(List<EndpointOverride> overrides) {
            this.overrides = overrides;
        }

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
            Optional<EndpointType> known = EndpointType.of(row.type() == null ? "" : row.type());
            if (known.isEmpty()) {
                findings.add(
                        new Finding(FindingCode.UNKNOWN_PROVIDER_TYPE, entity, "type " + VmRules.quoted(row.type())));
                return 0;
            }
            EndpointType type = known.get();
            if (!EndpointSource.hasConnector(type)) {
                findings.add(new Finding(FindingCode.NO_CONNECTOR, entity, "type " + type.platformName()));
                return 0;
            }
            HypervisorRow.Access access = EndpointSource.of(type, row);
            EndpointOverride override =
                    EndpointSource.override(type, row, overrides).orElse(null);
            String address = override == null || override.address() == null ? access.address() : override.address();
            if (address == null) {
                findings.add(new Finding(FindingCode.NO_ADDRESS, entity, "type " + type.platformName()));
                return 0;
            }
            int port = EndpointSource.port(type, access, override);
            Optional<HostAddress> valid = HostAddress.of(address);
            if (valid.isEmpty() || port < 1 || port > 65535) {
                findings.add(new Finding(
                        FindingCode.INVALID_ADDRESS, entity, "address " + VmRules.quoted(address) + ", port " + port));
                return 0;
            }
            Key key = new Key(
                    type,
                    valid.get().text(),
                    port,
                    override == null ? null : override.pin(),
                    override == null ? new TreeMap<>() : override.options());
            Draft draft = drafts.computeIfAbsent(key, unseen -> new Draft(drafts.size() + 1));
            draft.offer(credentials(access, override), row.id());
            return draft.no;
        }

        private static HypervisorRow.Access credentials(HypervisorRow.Access access, EndpointOverride override) {
            String user = override == null ? null : override.user();
            Secret password = override == null ? null : override.password();
            return new HypervisorRow.Access(
                    null, null, user == null ? access.user() : user, password == null ? access.password() : password);
        }

        SectionEndpoints build() {
            List<PlanLine.Endpoint> endpoints = new ArrayList<>();
            List<EndpointSecret> secrets = new ArrayList<>();
            drafts.forEach((key, draft) -> {
                endpoints.add(new PlanLine.Endpoint(draft.no, key.type, key.address, key.port, key.pin, key.options));
                judge(key, draft);
                HypervisorRow.Access credentials = draft.credentials;
                if (credentials != null && credentials.user() != null && credentials.password() != null) {
                    secrets.add(new EndpointSecret(
                            draft.no,
                            key.type,
                            key.address,
                            key.port,
                            key.pin,
                            credentials.user(),
                            credentials.password()));
                }
            });
            return new SectionEndpoints(endpoints, machines, secrets, findings);
        }

        private void judge(Key key, Draft draft) {
            if (!EndpointSource.needsLogin(key.type)) {
                return;
            }
            String entity = "endpoint:" + draft.no;
            String where = key.type.platformName() + " " + key.address + " port " + key.port;
            HypervisorRow.Access credentials = draft.credentials;
            if (credentials == null || credentials.user() == null || credentials.password() == null) {
                findings.add(new Finding(FindingCode.NO_CREDENTIALS, entity, where));
            }
            if (draft.otherMachine != null) {
                findings.add(new Finding(
                        FindingCode.DIFFERENT_CREDENTIALS,
                        entity,
                        where + ": machines " + draft.firstMachine + " and " + draft.otherMachine));
            }
            if (Objects.isNull(key.pin)) {
                findings.add(new Finding(FindingCode.NOT_PINNED, entity, where));
            }
        }
    }
}
