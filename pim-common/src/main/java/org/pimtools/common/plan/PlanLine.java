package org.pimtools.common.plan;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.entity.EntityKey;
import org.pimtools.common.entity.EntityKind;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.common.sql.KeyCell;

/**
 * One line of a plan file. A plan is a {@link Header}, then one contiguous section per datacenter ({@link SectionStart},
 * endpoints, machines, VMs, backup jobs, firewalls, load balancers, references, findings, {@link SectionEnd}), then a {@link Footer}. The format is
 * described in {@code docs/plan-format.md}.
 */
public sealed interface PlanLine {

    /**
     * The first line: which plan this is, and what it was made from.
     *
     * @param schemaVersion the version of the platform whose schema the database has, as its change log says; null when it says none
     * @param version of the format: the lowest that has all lines of the plan
     */
    record Header(
            UUID planId,
            Instant created,
            String tool,
            boolean rehearsal,
            String profile,
            String schemaVersion,
            List<TargetColumn> columns,
            String plannerKey,
            int version)
            implements PlanLine {
        public Header {
            columns = List.copyOf(columns);
        }

        /** Of a plan without firewalls and load balancers. */
        public Header(
                UUID planId,
                Instant created,
                String tool,
                boolean rehearsal,
                String profile,
                String schemaVersion,
                List<TargetColumn> columns,
                String plannerKey) {
            this(planId, created, tool, rehearsal, profile, schemaVersion, columns, plannerKey, PlanFormat.OLDEST);
        }

        /** Of a plan without firewalls and load balancers, and of a database that does not say which version its schema has. */
        public Header(
                UUID planId,
                Instant created,
                String tool,
                boolean rehearsal,
                String profile,
                List<TargetColumn> columns,
                String plannerKey) {
            this(planId, created, tool, rehearsal, profile, null, columns, plannerKey, PlanFormat.OLDEST);
        }

        /** The same plan with firewalls or load balancers in it. */
        public Header withEntities() {
            return new Header(
                    planId, created, tool, rehearsal, profile, schemaVersion, columns, plannerKey, PlanFormat.VERSION);
        }
    }

    /** An entity that has a provider ID of its own. */
    sealed interface Identified extends PlanLine {
        EntityKey key();

        /** The names under which its provider may know it, most likely first. */
        List<String> names();

        /** What the database already holds, or null. */
        String providerId();
    }

    /**
     * Opens the section of one datacenter. That of {@link DatacenterId#NOWHERE} is for what no datacenter has: no host has it, it comes
     * last and holds findings only. {@code sealed} is the armored age file with the secrets, or null. */
    record SectionStart(DatacenterId datacenter, String name, String sealed) implements PlanLine {
        public SectionStart {
            Objects.requireNonNull(datacenter);
        }
    }

    /**
     * What one logs in to, and as whom; never a secret. Two accounts at one address are two endpoints.
     *
     * @param no from 1, unique in the section
     * @param address host name or IP address as validated by the planner
     * @param port 1 to 65535
     * @param account the parts of the login that say who and where, for instance {@code user} or {@code region}
     * @param pin SHA-256 of the leaf certificate as 64 lower-case hexadecimal digits, or null
     * @param options per kind of provider, from the endpoints file, for instance {@code transport} for libvirt
     */
    record Endpoint(
            int no,
            ProviderKind type,
            String address,
            int port,
            SortedMap<String, String> account,
            String pin,
            SortedMap<String, String> options)
            implements PlanLine {
        public Endpoint {
            account = Collections.unmodifiableSortedMap(new TreeMap<>(account));
            options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
        }

        /** An endpoint of which no account is known, or that needs none. */
        public Endpoint(
                int no, ProviderKind type, String address, int port, String pin, SortedMap<String, String> options) {
            this(no, type, address, port, Collections.emptySortedMap(), pin, options);
        }

        /** Who logs in there, such as {@code user alice}; empty when no account is known. */
        public String accountText() {
            return account.entrySet().stream()
                    .map(part -> part.getKey() + " " + part.getValue())
                    .collect(Collectors.joining(" "));
        }
    }

    /**
     * One hypervisor row of the database, which is one {@code PhysicalMachine} in Redis. Any address may be null.
     *
     * @param endpointNo the endpoint that lists its VMs, or 0 when it has none (a finding says why)
     * @param name of the physical machine, or null
     */
    record Machine(
            long idHypervisor,
            int endpointNo,
            String type,
            String ip,
            Integer port,
            String managerIp,
            Integer managerPort,
            String agentIp,
            Integer agentPort,
            String name)
            implements PlanLine {
        /** A machine whose name is not known. */
        public Machine(
                long idHypervisor,
                int endpointNo,
                String type,
                String ip,
                Integer port,
                String managerIp,
                Integer managerPort,
                String agentIp,
                Integer agentPort) {
            this(idHypervisor, endpointNo, type, ip, port, managerIp, managerPort, agentIp, agentPort, null);
        }
    }

    /**
     * One virtual machine that exists in a hypervisor according to the database.
     *
     * @param captured true when the platform did not create it, so that it carries its own name
     * @param providerId what the database already holds, or null
     * @param datastores the names of the datastores that its disks are on; empty when none is known
     * @param macs the MAC addresses of its network cards as the database has them; empty when it has none
     */
    record Vm(
            long idVm,
            String uuid,
            String name,
            long idHypervisor,
            String state,
            boolean captured,
            String providerId,
            List<String> datastores,
            List<String> macs)
            implements Identified {
        public Vm {
            datastores = List.copyOf(datastores);
            macs = List.copyOf(macs);
        }

        /** A VM of which nothing is known that could tell it from its namesakes. */
        public Vm(
                long idVm,
                String uuid,
                String name,
                long idHypervisor,
                String state,
                boolean captured,
                String providerId) {
            this(idVm, uuid, name, idHypervisor, state, captured, providerId, List.of(), List.of());
        }

        @Override
        public EntityKey key() {
            return EntityKey.vm(idVm);
        }

        /** The names under which the hypervisor and Redis may know the VM, most likely first. */
        @Override
        public List<String> names() {
            String platformName = "ABQ_" + uuid;
            return captured || name.equals(platformName) ? List.of(name) : List.of(name, platformName);
        }
    }

    /**
     * A firewall or a load balancer of a virtual datacenter.
     *
     * @param kind no VM
     * @param id its primary key in the table of its kind
     * @param endpointNo the endpoint that lists it, or 0 when that is not known (a finding says why)
     * @param virtualDatacenter the virtual datacenter's primary key
     * @param vms the first of the plan's VMs that belong to it, at most {@value #MOST_VMS}: they tell it from its namesakes
     */
    record Entity(
            EntityKind kind,
            long id,
            String name,
            int endpointNo,
            long virtualDatacenter,
            String providerId,
            List<Long> vms)
            implements Identified {
        /** So many VMs tell it from others as well as all would. */
        public static final int MOST_VMS = 20;

        public Entity {
            Objects.requireNonNull(name);
            vms = List.copyOf(vms);
            if (kind == EntityKind.VM || vms.size() > MOST_VMS) {
                throw new IllegalArgumentException("a VM has a line of its own, and an entity at most " + MOST_VMS);
            }
        }

        @Override
        public EntityKey key() {
            return new EntityKey(kind, id);
        }

        @Override
        public List<String> names() {
            return List.of(name);
        }
    }

    /**
     * A job of a backup system that protects one VM and carries its name.
     *
     * @param endpoint what the database says of where the job is, or null
     * @param server the number of the endpoint that has the job, or 0 when the plan knows none
     */
    record BackupJob(long id, long idVm, String system, String endpoint, String jobName, String jobRef, int server)
            implements PlanLine {
        /** The same job, of which is known where it is. */
        public BackupJob at(int endpointNo) {
            return new BackupJob(id, idVm, system, endpoint, jobName, jobRef, endpointNo);
        }

        /** The kind of server that has it; empty for a system whose jobs only a person renames. */
        public Optional<ProviderKind> kind() {
            return ProviderKind.of(system).filter(kind -> !kind.listsVms());
        }
    }

    /**
     * A row of another table that refers to a VM by its old name: a load balancer's node, for instance.
     *
     * @param key the row's key by column
     * @param value what the column holds
     * @param part the part of {@code value} that is the VM's old name, and that alone is replaced; it is there once. Null when it
     *     is the whole value
     */
    record Reference(String table, SortedMap<String, KeyCell> key, long idVm, String column, String value, String part)
            implements PlanLine {
        public Reference {
            key = Collections.unmodifiableSortedMap(new TreeMap<>(key));
            if (part != null && value.indexOf(part) != value.lastIndexOf(part)) {
                throw new IllegalArgumentException("the part is there more than once");
            }
        }

        /** What the column holds once the VM is called so. */
        public String renamed(String providerId) {
            return part == null ? providerId : value.replace(part, providerId);
        }
    }

    /** A finding of the planner about one entity of the section. */
    record Found(Finding finding) implements PlanLine {}

    /**
     * Closes a section.
     *
     * @param counts lines by kind
     * @param digest SHA-256 over the bytes of the header line and of every line of the section before this one, hexadecimal
     * @param signature Ed25519 over the digest's 32 bytes, base64
     */
    record SectionEnd(DatacenterId datacenter, Map<String, Long> counts, String digest, String signature)
            implements PlanLine {
        public SectionEnd {
            counts = Map.copyOf(counts);
        }
    }

    /**
     * The last line: all sections in order, so that a missing one is noticed.
     *
     * @param digest SHA-256 over the header line and the digests of the sections, hexadecimal
     * @param signature Ed25519 over the digest's 32 bytes, base64
     */
    record Footer(List<DatacenterId> datacenters, String digest, String signature) implements PlanLine {
        public Footer {
            datacenters = List.copyOf(datacenters);
        }
    }

    /**
     * A column that the SQL update file will write, as {@code information_schema} describes it.
     *
     * @param length characters that fit
     */
    record TargetColumn(String table, String column, String type, long length, String charset) {}
}
