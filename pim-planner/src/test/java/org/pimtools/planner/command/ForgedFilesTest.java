package org.pimtools.planner.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.signature.Signatures;
import org.pimtools.common.signature.SignedAs;
import org.pimtools.common.signature.SigningKey;
import org.pimtools.common.sql.DecidedCounts;
import org.pimtools.common.sql.KeyCell;
import org.pimtools.common.sql.KeyColumn;
import org.pimtools.common.sql.SqlDirection;
import org.pimtools.common.sql.SqlManifest;
import org.pimtools.common.sql.SqlRole;
import org.pimtools.common.sql.SqlRow;
import org.pimtools.common.sql.SqlTarget;
import org.pimtools.planner.sqlfile.SqlHead;
import org.pimtools.testkit.mutation.Digests;
import org.pimtools.testkit.server.Servers;

/**
 * What somebody who owns a host, or stands between, would send back. Every file keeps to the grammar, with counts and checksums that
 * are right; none is applied, and what is wrong with it is named.
 */
@Tag("slow")
class ForgedFilesTest {
    private static final SqlTarget BACK = HostFiles.VM.unguarded();
    private static final SqlTarget NODE = new SqlTarget(
            SqlRole.REFERENCE,
            "load_balancer_node",
            List.of(KeyColumn.number("idLoadBalancer"), KeyColumn.number("idVM")),
            List.of(),
            "node_ref");
    private static final String UNPLANNED = "that the plan does not hold";
    private static final String UNNAMED = "in a way that the schema profile does not name";
    private static final String NOT_OF_THE_DATACENTER = "belongs to no VM of datacenter";

    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    @TempDir
    private Path folder;

    private PlannerHarness planner;
    private Path plan;
    private HostFiles files;
    private SqlManifest paris;
    private int forgeries;

    @BeforeEach
    void twoDatacenters() throws IOException, SQLException {
        planner = servers.add(new PlannerHarness(folder)).withSmallPlatform();
        planner.sql(
                "INSERT INTO datacenter VALUES (2, '22222222-2222-4222-8222-222222222222', 'Lyon')",
                "INSERT INTO remote_service (uri, idDataCenter, status, remoteServiceType)"
                        + " VALUES ('http://10.0.1.9:8080/vsm', 2, 1, 'VIRTUAL_SYSTEM_MONITOR')",
                "INSERT INTO physicalmachine VALUES (201, 1, 2, 'c', 3)",
                "INSERT INTO hypervisor (id, idPhysicalMachine, ip, port, type, managerIp, managerPort, managerUser,"
                        + " managerPassword) VALUES (3, 201, '10.0.1.1', 443, 'VCENTER_CLUSTER', 'vc2.example', 443, 'svc',"
                        + " 'vc-secret')",
                "INSERT INTO virtualmachine (idVM, idHypervisor, UUID, name, state, idType) VALUES"
                        + " (4, 3, 'aaaaaaaa-0000-4000-8000-000000000004', 'far', 'ON', 1)",
                "INSERT INTO load_balancer_node (idLoadBalancer, idVM, node_ref) VALUES (1, 1, 'web'), (2, 4, 'far')");
        plan = planner.plan("night.plan");
        planner.run("plan", "-o", plan.toString());
        files = new HostFiles(plan, Files.createDirectories(folder.resolve("sql")));
        paris = SqlHead.read(files.updates.get(0)).manifest();
    }

    /** A file of Paris with these rows only, and with counts that fit. */
    private Path forged(SqlDirection direction, Map<SqlTarget, List<SqlRow>> rows) throws IOException {
        return forged(
                new SqlManifest(
                        direction,
                        paris.datacenter(),
                        paris.plan(),
                        paris.planCreated(),
                        "r1",
                        paris.created(),
                        rows.entrySet().stream()
                                .filter(entry -> entry.getKey().role() == SqlRole.VM)
                                .mapToInt(entry -> entry.getValue().size())
                                .sum(),
                        9,
                        0,
                        DecidedCounts.NONE),
                rows);
    }

    private Path forged(SqlManifest manifest, Map<SqlTarget, List<SqlRow>> rows) throws IOException {
        return HostFiles.sql(Files.createDirectories(folder.resolve("forged-" + ++forgeries)), manifest, rows);
    }

    /** As the owner of a host would: with a signature that fits. */
    private Path edited(Path good, UnaryOperator<String> edit) throws IOException {
        Path file = unsigned(good, edit);
        byte[] signed = Digests.signedAnew(
                Files.readAllBytes(file),
                digest -> HostFiles.key(paris.datacenter()).sign(SignedAs.SQL, digest));
        return Files.write(file, signed);
    }

    /** As somebody in between would: the signature stays as it was. */
    private Path unsigned(Path good, UnaryOperator<String> edit) throws IOException {
        Path file =
                Files.createDirectories(folder.resolve("forged-" + ++forgeries)).resolve(good.getFileName());
        String before = Files.readString(good);
        String after = edit.apply(before);
        assertTrue(!after.equals(before), "an edit that changes nothing");
        return Files.writeString(file, after);
    }

    private static SqlRow row(long vm, List<String> guards, String before, String after) {
        return new SqlRow(vm, List.of(KeyCell.of(vm)), guards, before, after);
    }

    private static List<String> guards(int vm, String name, int hypervisor) {
        return List.of("aaaaaaaa-0000-4000-8000-00000000000" + vm, name, Integer.toString(hypervisor));
    }

    private static SqlTarget vms(String key, String column, String... guards) {
        return new SqlTarget(SqlRole.VM, "virtualmachine", List.of(KeyColumn.number(key)), List.of(guards), column);
    }

    private static SqlRow node(long vm, int balancer, int owner, String before, String after) {
        return new SqlRow(vm, List.of(KeyCell.of(balancer), KeyCell.of(owner)), List.of(), before, after);
    }

    private void refused(String what, Path file, String why) throws SQLException {
        Map<String, String> before = planner.checksums();
        PlannerHarness.Run run = planner.apply(plan, List.of(file), "--partial", "--no-dry-run");
        assertTrue(run.exit() == 3 || run.exit() == 6, what + ": " + run);
        assertTrue(run.err().contains(why), what + ": " + run);
        assertEquals(before, planner.checksums(), what);
    }

    @Test
    void updatesOfRowsThatAreNotPlanned() throws Exception {
        String id = HostFiles.id(1);
        SqlDirection update = SqlDirection.UPDATE;
        refused(
                "another datacenter's VM",
                forged(update, Map.of(HostFiles.VM, List.of(row(4, guards(4, "far", 3), null, id)))),
                UNPLANNED);
        refused(
                "another UUID",
                forged(update, Map.of(HostFiles.VM, List.of(row(1, guards(2, "web", 2), null, id)))),
                UNPLANNED);
        refused(
                "a key that is another VM's",
                forged(
                        update,
                        Map.of(
                                HostFiles.VM,
                                List.of(new SqlRow(
                                        1, List.of(KeyCell.of(4)), guards(1, "web", 2), null, HostFiles.id(1))))),
                UNPLANNED);
        refused("no guards", forged(update, Map.of(BACK, List.of(row(1, List.of(), null, id)))), UNNAMED);
        refused(
                "guards in another order",
                forged(
                        update,
                        Map.of(
                                vms("idVM", "provider_id", "name", "UUID", "idHypervisor"),
                                List.of(row(1, guards(1, "web", 2), null, id)))),
                UNNAMED);
        refused(
                "another column",
                forged(
                        update,
                        Map.of(
                                vms("idVM", "state", "UUID", "name", "idHypervisor"),
                                List.of(row(1, guards(1, "web", 2), "ON", "OFF")))),
                UNNAMED);
        refused("another VM's reference", forged(update, Map.of(NODE, List.of(node(1, 2, 4, "far", id)))), UNPLANNED);
        planner.sql("UPDATE virtualmachine SET provider_id = '" + id + "' WHERE idVM = 4");
        refused(
                "a provider ID that another VM holds",
                forged(update, Map.of(HostFiles.VM, List.of(row(1, guards(1, "web", 2), null, id)))),
                "1 provider ID would belong to two entities");
        refused(
                "one provider ID for two VMs",
                forged(
                        update,
                        Map.of(
                                HostFiles.VM,
                                List.of(
                                        row(1, guards(1, "web", 2), null, "x#vm-9"),
                                        row(
                                                2,
                                                guards(2, "ABQ_aaaaaaaa-0000-4000-8000-000000000002", 1),
                                                null,
                                                "x#vm-9")))),
                "1 provider ID would belong to two entities");
    }

    @Test
    void rollbacksThatPutBackWhatNeverWas() throws Exception {
        planner.sql("UPDATE virtualmachine SET provider_id = CONCAT('x#vm-', idVM) WHERE idVM IN (1, 2)");
        SqlDirection back = SqlDirection.ROLLBACK;
        refused(
                "a chosen provider ID for another datacenter's VM",
                forged(back, Map.of(BACK, List.of(row(4, List.of(), null, "x#vm-666")))),
                UNPLANNED);
        refused(
                "another datacenter's VM without its provider ID",
                forged(back, Map.of(BACK, List.of(row(4, List.of(), "x#vm-4", null)))),
                UNPLANNED);
        refused(
                "a chosen provider ID",
                forged(back, Map.of(BACK, List.of(row(1, List.of(), "x#vm-1", "x#vm-666")))),
                UNPLANNED);
        refused(
                "another VM's provider ID",
                forged(back, Map.of(BACK, List.of(row(1, List.of(), "x#vm-1", "x#vm-2")))),
                UNPLANNED);
        refused(
                "all rows of a machine",
                forged(back, Map.of(vms("idHypervisor", "provider_id"), List.of(row(1, List.of(), "x#vm-1", null)))),
                UNNAMED);
        refused(
                "another column",
                forged(back, Map.of(vms("idVM", "name"), List.of(row(1, List.of(), "web", "gone")))),
                UNNAMED);
        refused(
                "another table",
                forged(
                        back,
                        Map.of(
                                new SqlTarget(
                                        SqlRole.REFERENCE,
                                        "datacenter",
                                        List.of(KeyColumn.number("idDataCenter")),
                                        List.of(),
                                        "name"),
                                List.of(row(1, List.of(), "Paris", "gone")))),
                UNNAMED);
        refused(
                "a reference under half of its key",
                forged(
                        back,
                        Map.of(
                                new SqlTarget(
                                        SqlRole.REFERENCE,
                                        "load_balancer_node",
                                        List.of(KeyColumn.number("idVM")),
                                        List.of(),
                                        "node_ref"),
                                List.of(row(1, List.of(), "web", "gone")))),
                UNNAMED);
        refused(
                "a reference with a chosen value",
                forged(back, Map.of(NODE, List.of(node(1, 1, 1, "web", "gone")))),
                UNPLANNED);
        refused(
                "another VM's reference under a VM of the datacenter",
                forged(back, Map.of(NODE, List.of(node(1, 2, 4, "far", "web")))),
                NOT_OF_THE_DATACENTER);
    }

    /** A plan of Paris alone knows nothing of Lyon's VMs; the database does. */
    @Test
    void rollbacksOfVmsThatThePlanDoesNotKnow() throws Exception {
        plan = planner.plan("paris.plan");
        planner.run("plan", "-o", plan.toString(), "--datacenter", "Paris");
        paris = SqlHead.read(new HostFiles(plan, Files.createDirectories(folder.resolve("alone"))).updates.get(0))
                .manifest();
        planner.sql("UPDATE virtualmachine SET provider_id = CONCAT('x#vm-', idVM) WHERE idVM IN (3, 4)");
        SqlDirection back = SqlDirection.ROLLBACK;
        refused(
                "another datacenter's VM",
                forged(back, Map.of(BACK, List.of(row(4, List.of(), "x#vm-4", null)))),
                NOT_OF_THE_DATACENTER);
        refused(
                "its reference",
                forged(back, Map.of(NODE, List.of(node(4, 2, 4, "far", "far")))),
                NOT_OF_THE_DATACENTER);
        Path earlier = forged(back, Map.of(BACK, List.of(row(3, List.of(), "x#vm-3", null))));
        PlannerHarness.Run run = planner.apply(plan, List.of(earlier), "--no-dry-run");
        assertEquals(0, run.exit(), run::toString);
        assertEquals(null, planner.value("SELECT provider_id FROM virtualmachine WHERE idVM = 3"));
    }

    @Test
    void filesThatWereEdited() throws Exception {
        Path good = files.updates.get(0);
        refused(
                "a statement at the end",
                unsigned(good, text -> text + "DROP TABLE virtualmachine;\n"),
                "something stands after the end");
        refused(
                "a statement before the signature",
                edited(good, text -> text.replace("-- end\n", "-- end\nDROP TABLE virtualmachine;\n")),
                "it has no signature after its end");
        refused(
                "a statement in a comment",
                edited(good, text -> text.replaceFirst("\n", "\n-- \n\\\\! id\n")),
                "is refused at line 3");
        refused(
                "another value under the old checksum",
                edited(good, text -> text.replace("#vm-1'", "#vm-7'")),
                "a statement that the migrator does not write for these rows");
        refused(
                "more VMs than it has rows",
                edited(good, text -> text.replaceFirst("included 2 excluded", "included 3 excluded")),
                "its header tells of 3 VMs included");
        refused(
                "another plan",
                edited(good, text -> text.replaceFirst("-- plan [0-9a-f-]{36}", "-- plan " + new UUID(1, 1))),
                "it belongs to plan " + new UUID(1, 1));
        UnaryOperator<String> ofLyon = text ->
                text.replaceFirst("-- datacenter [0-9a-f-]{36}", "-- datacenter 22222222-2222-4222-8222-222222222222");
        refused(
                "another datacenter",
                edited(good, ofLyon),
                "of Lyon is signed with the key of the host of datacenter 1111");
        SigningKey lyon =
                HostFiles.key(SqlHead.read(files.updates.get(1)).manifest().datacenter());
        refused(
                "another datacenter, by its host",
                unsigned(
                        good,
                        text -> HostFiles.signed(
                                ofLyon.apply(withoutSignature(text))
                                        .replace(
                                                HostFiles.key(paris.datacenter())
                                                        .publicText(),
                                                lyon.publicText()),
                                lyon)),
                UNPLANNED);
        refused("its beginning", edited(good, text -> text.substring(0, text.length() / 2)), "is refused at line");
    }

    /** Files that the right host signed, and that say what no host says. */
    @Test
    void signedNonsense() throws Exception {
        Path good = files.updates.get(0);
        String noProviderId = "it writes into virtualmachine.provider_id what no provider ID can be";
        SqlRow web = row(1, guards(1, "web", 2), null, "x#vm-1");
        refused(
                "the datacenter as a text that means another",
                edited(
                        good,
                        text -> text.replaceFirst(
                                "-- datacenter [0-9a-f-]{36}",
                                "-- datacenter \"22222222-2222-4222-8222-222222222222\"")),
                "is refused at line 12: it does not begin with the header of an SQL file");
        refused(
                "a byte order mark",
                edited(good, text -> "\ufeff" + text),
                "is refused at line 1: a character that is not printable ASCII");
        refused(
                "line ends of Windows",
                edited(good, text -> text.replace("\n", "\r\n")),
                "is refused at line 1: a character that is not printable ASCII");
        refused(
                "one VM twice, so that another is left out",
                forged(
                        SqlDirection.UPDATE,
                        Map.of(HostFiles.VM, List.of(web, row(1, guards(1, "web", 2), null, "x#vm-2")))),
                "is refused at line 16: the row with this key is there twice");
        refused(
                "an empty provider ID",
                forged(SqlDirection.UPDATE, Map.of(HostFiles.VM, List.of(row(1, guards(1, "web", 2), null, "")))),
                noProviderId);
        refused(
                "a provider ID of two lines",
                forged(
                        SqlDirection.UPDATE,
                        Map.of(HostFiles.VM, List.of(row(1, guards(1, "web", 2), null, "x\n\\! id")))),
                noProviderId);
        refused(
                "a provider ID that does not fit",
                forged(
                        SqlDirection.UPDATE,
                        Map.of(HostFiles.VM, List.of(row(1, guards(1, "web", 2), null, "x".repeat(256))))),
                "1 of 1 rows are not as planned; nothing was changed");
        refused(
                "an old value that the database does not have",
                forged(SqlDirection.UPDATE, Map.of(HostFiles.VM, List.of(row(1, guards(1, "web", 2), "x", "x#vm-1")))),
                "1 of 1 rows are not as planned; nothing was changed");
        refused(
                "a device",
                Files.createSymbolicLink(folder.resolve("device-update.sql"), Path.of("/dev/zero")),
                "is refused at line 1: the line is longer than 4194304 bytes");
    }

    /** Files that are right but for who signed them. */
    @Test
    void signatures() throws Exception {
        Path good = files.updates.get(0);
        String own = HostFiles.key(paris.datacenter()).publicText();
        SigningKey foreign = HostFiles.newKey();
        SigningKey lyon =
                HostFiles.key(SqlHead.read(files.updates.get(1)).manifest().datacenter());
        String notItsKey = "is not signed with the key in its header, or was changed after it was signed";
        refused("none", unsigned(good, ForgedFilesTest::withoutSignature), "it ends without its signature");
        refused(
                "one of an older version, which signed nothing",
                unsigned(
                        good,
                        text -> withoutSignature(text)
                                .replaceFirst("sql 3", "sql 2")
                                .replaceFirst("-- host .*\n", "")),
                "its format is not the one of this version of the tools, whose files are signed");
        refused("no key", unsigned(good, text -> text.replaceFirst("-- host .*\n", "")), "is refused at line");
        refused("another time", unsigned(good, text -> text.replaceFirst("created 1970", "created 1971")), notItsKey);
        refused(
                "another number of decided VMs",
                unsigned(good, text -> text.replaceFirst("decided exclude 0", "decided exclude 1")),
                notItsKey);
        refused("another host's", unsigned(good, text -> HostFiles.signed(withoutSignature(text), foreign)), notItsKey);
        refused(
                "another host's key",
                unsigned(good, text -> text.replace(own, foreign.publicText())),
                "is signed with ");
        refused(
                "another host's key and signature",
                unsigned(
                        good,
                        text -> HostFiles.signed(withoutSignature(text).replace(own, foreign.publicText()), foreign)),
                "is signed with " + foreign.fingerprint() + ", not with "
                        + HostFiles.key(paris.datacenter()).fingerprint() + " as the dry run of Paris was");
        refused(
                "the key and signature of another datacenter's host",
                unsigned(good, text -> HostFiles.signed(withoutSignature(text).replace(own, lyon.publicText()), lyon)),
                "of Paris is signed with the key of the host of datacenter 22222222-2222-4222-8222-222222222222");
        refused(
                "another file's",
                unsigned(good, text -> withoutSignature(text) + signatureOf(files.rollbacks.get(0))),
                notItsKey);
        refused(
                "another file's header",
                unsigned(good, text -> text.replaceFirst("-- run r1", "-- run r2")),
                notItsKey);
        refused(
                "one of a result",
                unsigned(good, text -> {
                    String before = withoutSignature(text);
                    byte[] digest = Signatures.sha256().digest(before.getBytes(StandardCharsets.US_ASCII));
                    return before + "-- signature "
                            + HostFiles.key(paris.datacenter()).sign(SignedAs.RESULT, digest) + "\n";
                }),
                notItsKey);
        refused("two", unsigned(good, text -> text + signatureOf(good)), "something stands after the end");
        refused("half of one", unsigned(good, text -> text.substring(0, text.length() - 40)), "is cut off");
        refused("an empty one", unsigned(good, text -> withoutSignature(text) + "-- signature \n"), notItsKey);
    }

    private static String withoutSignature(String text) {
        return text.substring(0, text.lastIndexOf("-- signature "));
    }

    private static String signatureOf(Path file) {
        try {
            String text = Files.readString(file);
            return text.substring(text.lastIndexOf("-- signature "));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Results that are right but for who signed them. */
    @Test
    void signaturesOfResults() throws Exception {
        Path good = files.results.get(0);
        String text = Files.readString(good);
        SigningKey own = HostFiles.key(paris.datacenter());
        SigningKey foreign = HostFiles.newKey();
        String other = text.replace(own.publicText(), foreign.publicText());
        refusedResult(signed(other, foreign), 6, "is signed with " + foreign.fingerprint() + ", not with ");
        refusedResult(signed(text, foreign), 3, "the file is not signed with the key in its first line");
        refusedResult(text + text.substring(text.lastIndexOf("\n{") + 1), 3, "something stands after its signature");
        String unsigned = new String(
                        Digests.renewed(
                                text.replaceFirst("\"version\":3", "\"version\":2")
                                        .replaceFirst(",\"hostKey\":\"[^\"]*\"", "")
                                        .getBytes(StandardCharsets.US_ASCII),
                                digest -> ""),
                        StandardCharsets.US_ASCII)
                .replaceFirst(",\"signature\":\"\"", "");
        refusedResult(unsigned, 6, "is not signed: install this version of pim-migrator on the host of Paris");
        refusedResult(signed(text.replace("#vm-1\"", "#vm-7\""), own), 5, "");
    }

    private static String signed(String result, SigningKey key) {
        return new String(
                Digests.renewed(
                        result.getBytes(StandardCharsets.US_ASCII), digest -> key.sign(SignedAs.RESULT, digest)),
                StandardCharsets.US_ASCII);
    }

    private void refusedResult(String text, int exit, String why) throws IOException {
        Path file = Files.writeString(
                Files.createDirectories(folder.resolve("forged-" + ++forgeries)).resolve("result.jsonl"), text);
        PlannerHarness.Run run = planner.run("verify", "--plan", plan.toString(), "--results", file.toString());
        assertEquals(exit, run.exit(), run::toString);
        assertTrue(run.err().contains(why), run::toString);
    }

    @Test
    void results() throws Exception {
        Path good = files.results.get(0);
        for (UnaryOperator<String> edit : List.<UnaryOperator<String>>of(
                text -> text.replace("#vm-1\"", "#vm-7\""),
                text -> text.substring(0, text.length() / 2),
                text -> text.replace("\"RESOLVED\"", "\"EXCLUDED\""),
                text -> text.lines().filter(line -> !line.contains("\"id\":1,")).reduce("", (a, b) -> a + b + "\n"))) {
            Path file = unsigned(good, edit);
            PlannerHarness.Run run = planner.run("verify", "--plan", plan.toString(), "--results", file.toString());
            assertEquals(3, run.exit(), run::toString);
            assertTrue(run.err().contains("the result " + file + " is not valid"), run::toString);
        }
    }

    @Test
    void plans() throws Exception {
        Path foreign = planner.plan("foreign.plan");
        planner.run(
                "plan",
                "-o",
                foreign.toString(),
                "--state-dir",
                folder.resolve("elsewhere").toString());
        List<String> own = Files.readAllLines(plan);
        List<String> others = Files.readAllLines(foreign);
        refuseThePlan("another planner's", foreign, 6, "was signed by an unknown planner: ");
        refuseThePlan("another planner's key in the header", spliced(others, 0, own), 3, "is not valid at line");
        refuseThePlan("our header before its sections", spliced(own, 0, others), 3, "is not valid at line");
        refuseThePlan("our footer at its end", spliced(own, own.size() - 1, others), 3, "is not valid at line");
    }

    /** All lines of one plan but one, which is another's. */
    private Path spliced(List<String> from, int line, List<String> into) throws IOException {
        List<String> lines = new java.util.ArrayList<>(into);
        lines.set(line == 0 ? 0 : into.size() - 1, from.get(line));
        return Files.write(planner.plan("spliced-" + ++forgeries + ".plan"), lines);
    }

    private void refuseThePlan(String what, Path forged, int exit, String why) throws SQLException {
        Map<String, String> before = planner.checksums();
        PlannerHarness.Run run = planner.apply(forged, files.updates, "--no-dry-run");
        assertEquals(exit, run.exit(), what + ": " + run);
        assertTrue(run.err().contains(why), what + ": " + run);
        assertEquals(before, planner.checksums(), what);
    }
}
