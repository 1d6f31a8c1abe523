package org.pimtools.planner.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.pimtools.common.datacenter.DatacenterFiles;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.plan.PlanLine;
import org.pimtools.common.plan.PlanReader;
import org.pimtools.common.plan.PlanWriter;
import org.pimtools.common.plan.PlannerKey;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.common.result.ResultLine;
import org.pimtools.common.result.ResultReader;
import org.pimtools.common.result.ResultWriter;
import org.pimtools.common.signature.Signatures;
import org.pimtools.common.signature.SigningKey;
import org.pimtools.common.sql.DecidedCounts;
import org.pimtools.common.sql.KeyCell;
import org.pimtools.common.sql.KeyColumn;
import org.pimtools.common.sql.RowChecksum;
import org.pimtools.common.sql.SqlDirection;
import org.pimtools.common.sql.SqlFragments;
import org.pimtools.common.sql.SqlManifest;
import org.pimtools.common.sql.SqlRole;
import org.pimtools.common.sql.SqlRow;
import org.pimtools.common.sql.SqlScript;
import org.pimtools.common.sql.SqlTarget;
import org.pimtools.common.sql.StagedTarget;

/** SQL and result files as the hosts would send them, made from a plan; every VM but each 50th gets a provider ID. */
final class HostFiles {
    static final SqlTarget VM = new SqlTarget(
            SqlRole.VM,
            "virtualmachine",
            List.of(KeyColumn.number("idVM")),
            List.of("UUID", "name", "idHypervisor"),
            "provider_id");

    private static final Map<DatacenterId, SigningKey> KEYS = new ConcurrentHashMap<>();

    final List<Path> updates = new ArrayList<>();
    final List<Path> rollbacks = new ArrayList<>();
    final List<Path> results = new ArrayList<>();
    final List<Long> leftOut = new ArrayList<>();
    final List<Long> included = new ArrayList<>();
    private int rows;

    /** Those of a plan of four VMs with names of all kinds, which is written beside them. @param directory gets {@code plan} and {@code host} */
    static HostFiles ofSmallPlan(Path directory) throws IOException {
        Path plan = directory.resolve("plan");
        PlannerKey key = PlannerKey.loadOrCreate(directory.resolve("planner.key"));
        PlanLine.Header header = new PlanLine.Header(
                new UUID(3, 3),
                Instant.parse("2026-01-01T00:00:00Z"),
                "test",
                false,
                "kinton-5.3",
                List.of(new PlanLine.TargetColumn("virtualmachine", "provider_id", "varchar", 255, "utf8mb4")),
                key.publicText());
        try (PlanWriter writer = new PlanWriter(Files.newOutputStream(plan), false, header, key)) {
            writer.startSection(new PlanLine.SectionStart(
                    DatacenterId.of(new UUID(1, 1).toString()).orElseThrow(), "Paris", null));
            writer.write(new PlanLine.Endpoint(1, ProviderKind.KVM, "10.0.0.1", 16514, null, new TreeMap<>()));
            writer.write(new PlanLine.Machine(7, 1, "KVM", "10.0.0.1", 8889, null, null, null, null));
            List<String> names = List.of("web", "o'brien", "x'; DROP TABLE virtualmachine; -- ", "a\n\\! id\n😀");
            for (int i = 0; i < names.size(); i++) {
                writer.write(new PlanLine.Vm(
                        i + 1,
                        new UUID(4, i).toString(),
                        names.get(i),
                        7,
                        "ON",
                        true,
                        i == 0 ? HostFiles.id(1) : null));
            }
            writer.write(new PlanLine.Reference(
                    "load_balancer_node",
                    new TreeMap<>(Map.of("idLoadBalancer", KeyCell.of(3), "idVM", KeyCell.of(2))),
                    2,
                    "node_ref",
                    "o'brien",
                    null));
            writer.endSection();
            writer.finish();
        }
        return new HostFiles(plan, Files.createDirectory(directory.resolve("host")));
    }

    HostFiles(Path plan, Path folder) throws IOException {
        this(plan, folder, "r1", HostFiles::id);
    }

    HostFiles(Path plan, Path folder, String run, LongFunction<String> ids) throws IOException {
        try (PlanReader reader = PlanReader.open(plan)) {
            DatacenterId datacenter = null;
            Map<SqlTarget, List<SqlRow>> section = new LinkedHashMap<>();
            List<ResultLine> lines = new ArrayList<>();
            for (PlanLine line = reader.next(); line != null; line = reader.next()) {
                if (line instanceof PlanLine.SectionStart start) {
                    datacenter = start.datacenter();
                    lines.add(new ResultLine.Start(
                            datacenter,
                            start.name(),
                            reader.header().planId(),
                            reader.header().created(),
                            run,
                            Instant.EPOCH,
                            ResultLine.Kind.MIGRATION,
                            "test"));
                } else if (line instanceof PlanLine.Vm vm && vm.idVm() % 50 == 0) {
                    leftOut.add(vm.idVm());
                    lines.add(new ResultLine.VmResult(vm.idVm(), ResultLine.Outcome.NOT_FOUND, null, null));
                } else if (line instanceof PlanLine.Vm vm) {
                    included.add(vm.idVm());
                    lines.add(new ResultLine.VmResult(
                            vm.idVm(), ResultLine.Outcome.RESOLVED, ids.apply(vm.idVm()), ResultLine.State.DONE));
                    section.computeIfAbsent(VM, key -> new ArrayList<>())
                            .add(new SqlRow(
                                    vm.idVm(),
                                    List.of(KeyCell.of(vm.idVm())),
                                    List.of(vm.uuid(), vm.name(), Long.toString(vm.idHypervisor())),
                                    vm.providerId(),
                                    ids.apply(vm.idVm())));
                } else if (line instanceof PlanLine.Reference reference && reference.idVm() % 50 != 0) {
                    SqlTarget target = new SqlTarget(
                            SqlRole.REFERENCE,
                            reference.table(),
                            reference.key().entrySet().stream()
                                    .map(part -> new KeyColumn(
                                            part.getKey(), part.getValue().type()))
                                    .toList(),
                            List.of(),
                            reference.column());
                    section.computeIfAbsent(target, key -> new ArrayList<>())
                            .add(new SqlRow(
                                    reference.idVm(),
                                    List.copyOf(reference.key().values()),
                                    List.of(),
                                    reference.value(),
                                    ids.apply(reference.idVm())));
                } else if (line instanceof PlanLine.SectionEnd) {
                    section.values().forEach(list -> rows += list.size());
                    long excluded = lines.size() - 1L - included(section);
                    SqlManifest manifest = new SqlManifest(
                            SqlDirection.UPDATE,
                            datacenter,
                            reader.header().planId(),
                            reader.header().created(),
                            run,
                            Instant.EPOCH,
                            included(section),
                            excluded,
                            0,
                            DecidedCounts.NONE);
                    updates.add(sql(folder, manifest, section));
                    rollbacks.add(sql(folder, manifest.towards(SqlDirection.ROLLBACK), reversed(section)));
                    lines.add(new ResultLine.End(Instant.EPOCH, 0, Map.of(), null));
                    results.add(result(folder.resolve(datacenter + ".result"), lines));
                    section.clear();
                    lines.clear();
                }
            }
        }
    }

    /** The key of a datacenter's host. */
    static SigningKey key(DatacenterId datacenter) {
        return KEYS.computeIfAbsent(datacenter, id -> newKey());
    }

    /** A key that no planner knows. */
    static SigningKey newKey() {
        try {
            Path folder = Files.createTempDirectory("host-key");
            Path file = folder.resolve("host.key");
            try {
                return SigningKey.loadOrCreate(file, SigningKey.Owner.HOST);
            } finally {
                Files.delete(file);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets a planner know all hosts, unless it knows others, as an overview of their dry runs would. */
    static void trust(Path stateDirectory) {
        KEYS.forEach((datacenter, key) -> {
            try {
                Path folder = Files.createDirectories(stateDirectory.resolve("hosts"));
                Path file = folder.resolve(DatacenterFiles.directory(datacenter) + ".key");
                if (Files.notExists(file)) {
                    Files.writeString(file, key.publicText() + "\n");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** What a planner knows of hosts, a file each. */
    static List<Path> keys(Path stateDirectory) throws IOException {
        Path folder = stateDirectory.resolve("hosts");
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".key"))
                    .sorted()
                    .toList();
        }
    }

    /** How many rows they have, as a screen shows it. */
    String rows() {
        return "%,d".formatted(rows);
    }

    /** The results of a rollback of everything, later than those of the migration. */
    List<Path> rolledBack(Path folder) throws IOException {
        List<Path> later = new ArrayList<>();
        for (Path migration : results) {
            Path file = folder.resolve("rolled-back-" + migration.getFileName());
            try (ResultReader reader = ResultReader.open(migration)) {
                List<ResultLine> lines = new ArrayList<>();
                ResultLine.Start start = reader.start();
                lines.add(new ResultLine.Start(
                        start.datacenter(),
                        start.datacenterName(),
                        start.planId(),
                        start.planCreated(),
                        "r2",
                        start.started().plusSeconds(1),
                        ResultLine.Kind.ROLLBACK,
                        "test"));
                for (ResultLine line = reader.next(); line != null; line = reader.next()) {
                    lines.add(
                            line instanceof ResultLine.VmResult vm && vm.redis() != null
                                    ? new ResultLine.VmResult(
                                            vm.idVm(), vm.outcome(), vm.providerId(), ResultLine.State.ROLLED_BACK)
                                    : line);
                }
                later.add(result(file, lines));
            }
        }
        return later;
    }

    static String id(long idVm) {
        return "eb75c6bf-3059-47e2-a99b-72834909d3eb#vm-" + idVm;
    }

    private static long included(Map<SqlTarget, List<SqlRow>> section) {
        return section.getOrDefault(VM, List.of()).size();
    }

    private static Map<SqlTarget, List<SqlRow>> reversed(Map<SqlTarget, List<SqlRow>> section) {
        Map<SqlTarget, List<SqlRow>> back = new LinkedHashMap<>();
        section.forEach((target, list) ->
                back.put(target.unguarded(), list.stream().map(SqlRow::reversed).toList()));
        return back;
    }

    static Path sql(Path folder, SqlManifest manifest, Map<SqlTarget, List<SqlRow>> section) throws IOException {
        StringBuilder stages = new StringBuilder();
        StringBuilder inserts = new StringBuilder();
        List<StagedTarget> staged = new ArrayList<>();
        section.forEach((target, list) -> {
            int no = staged.size() + 1;
            stages.append(SqlScript.stage(no, target));
            inserts.append(SqlFragments.insert(no, target)).append('\n');
            RowChecksum checksum = new RowChecksum();
            for (SqlRow row : list) {
                checksum.add(row);
                inserts.append(SqlFragments.tuple(checksum.rows(), row))
                        .append(checksum.rows() == list.size() ? ";\n" : ",\n");
            }
            staged.add(new StagedTarget(no, target, checksum.rows(), checksum.sum()));
        });
        SigningKey key = key(manifest.datacenter());
        String text = SqlScript.header(
                        manifest, section.keySet().stream().map(SqlTarget::role).toList(), key.publicText())
                + stages
                + inserts
                + SqlScript.ending(manifest.direction(), staged);
        return Files.writeString(folder.resolve(manifest.fileName()), signed(text, key));
    }

    /** With the footer that fits, as whoever has the key can make it. */
    static String signed(String sql, SigningKey key) {
        return sql + SqlScript.footer(key, Signatures.sha256().digest(sql.getBytes(StandardCharsets.US_ASCII)));
    }

    static Path result(Path file, List<ResultLine> lines) throws IOException {
        ResultLine.Start start = (ResultLine.Start) lines.get(0);
        try (ResultWriter writer = new ResultWriter(Files.newOutputStream(file), key(start.datacenter()))) {
            for (ResultLine line : lines) {
                writer.write(line);
            }
        }
        return file;
    }
}
