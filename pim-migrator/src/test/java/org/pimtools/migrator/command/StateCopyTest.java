package org.pimtools.migrator.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.testkit.doubles.CuttingProxy;
import org.pimtools.testkit.server.Servers;
import org.pimtools.testkit.world.RedisLayout;
import org.pimtools.testkit.world.RedisSnapshot;
import org.pimtools.testkit.world.Size;
import org.pimtools.testkit.world.World;

/** A second host of the datacenter takes over what the first one began: with the state as one file. */
@Tag("slow")
class StateCopyTest {
    @RegisterExtension
    private final Servers servers = Servers.ofEachTest();

    @TempDir
    private Path directory;

    private Host host;
    private Path file;
    private Path second;
    private String fingerprint;

    @BeforeEach
    void start() {
        host = servers.add(Host.start(World.of(7, new Size(1, 240)), RedisLayout.MONITOR, directory));
        file = directory.resolve("paris.state");
        second = directory.resolve("second");
    }

    private String[] migration(Path plan) throws IOException {
        Path decided = Files.writeString(
                directory.resolve("decided.yaml"),
                Files.readString(host.newest("decisions.yaml"))
                        .replaceAll("(?m)^( +decision:)$", "$1 exclude")
                        .replaceAll("(?m)^( +reason:) \"\"$", "$1 \"not tonight\""));
        return new String[] {
            plan.toString(), "--identity", host.identity(), "--decisions", decided.toString(), "--no-dry-run"
        };
    }

    private Host.Said export() {
        Host.Said exported = state("export", directory.resolve("state"));
        Matcher shown = Pattern.compile("signed with this host's key, (\\S+)\n").matcher(exported.out());
        fingerprint = shown.find() ? shown.group(1) : fingerprint;
        return exported;
    }

    private Host.Said state(String action, Path state, String... more) {
        List<String> all = new ArrayList<>(List.of("state", action, file.toString(), "--state-dir", state.toString()));
        all.addAll(List.of(more));
        return Host.runWith(all);
    }

    /** With the fingerprint that the exporting host showed. */
    private Host.Said imported(Path state, String... more) {
        List<String> all = new ArrayList<>(List.of("--host-key", fingerprint));
        all.addAll(List.of(more));
        return state("import", state, all.toArray(String[]::new));
    }

    /** As the second host: its own state directory, the same Redis. */
    private Host.Said there(String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("--state-dir", second.toString()));
        all.addAll(List.of("--redis-host", host.redis.host(), "--redis-port", Integer.toString(host.redis.port())));
        all.addAll(List.of("--datacenter", host.datacenter().id()));
        return Host.runWith(all);
    }

    /** Runs the migration in a process of its own, which is killed at its fifth change. */
    private void kill(String... migration) throws Exception {
        AtomicReference<Process> process = new AtomicReference<>();
        try (CuttingProxy proxy =
                new CuttingProxy(host.redis.port(), 5, true, () -> process.get().destroyForcibly())) {
            List<String> line = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    PimMigrator.class.getName()));
            line.addAll(Arrays.asList(migration));
            line.addAll(List.of(
                    "--state-dir",
                    directory.resolve("state").toString(),
                    "--log-file",
                    directory.resolve("log").toString(),
                    "--redis-host",
                    "127.0.0.1",
                    "--redis-port",
                    Integer.toString(proxy.port())));
            process.set(new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("said").toFile())
                    .start());
            assertTrue(process.get().waitFor(5, TimeUnit.MINUTES), "it ended");
            assertEquals(137, process.get().exitValue(), () -> "it was killed: " + read(directory.resolve("said")));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void aSecondHostResumesAKilledMigrationAndRollsItBack() throws Exception {
        RedisSnapshot before = host.snapshot();
        Path plan = host.plan("night.plan");
        host.run(plan.toString(), "--identity", host.identity());
        String[] migration = migration(plan);
        kill(migration);
        assertFalse(before.diff(host.snapshot()).isEmpty(), "a part was migrated");

        Host.Said exported = export();
        assertEquals(0, exported.exit(), exported::toString);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        Files.move(directory.resolve("state"), directory.resolve("lost"));
        Host.Said imported = imported(second);
        assertEquals(0, imported.exit(), imported::toString);
        assertTrue(imported.out().contains("a key of its own, which the controller has to accept"), imported::toString);

        Host.Said resumed = there(migration);
        assertEquals(0, resumed.exit(), resumed::toString);
        assertTrue(resumed.out().contains("resuming the migration that run "), resumed::toString);
        assertEquals(
                List.of(),
                before.rekeyed(all -> host.world.forEachSubscription(0, all)).diff(host.snapshot()));
        Host.Said verified = there("verify");
        assertEquals(0, verified.exit(), verified::toString);
        Host.Said back = there("rollback", "--no-dry-run");
        assertEquals(0, back.exit(), back::toString);
        assertEquals(List.of(), before.diff(host.snapshot()));
    }

    @Test
    void aFinishedMigrationNamesItsCopyAndIsVerifiedThere() throws Exception {
        Path plan = host.plan("night.plan");
        host.run(plan.toString(), "--identity", host.identity());
        Host.Said migrated = host.run(migration(plan));
        assertEquals(0, migrated.exit(), migrated::toString);
        assertTrue(
                migrated.out().contains("nothing can be rolled back: pim-migrator state export "), migrated::toString);

        assertEquals(0, export().exit());
        Host.Said again = export();
        assertEquals(3, again.exit(), again::toString);
        assertTrue(again.err().contains(file + " exists already"), again::toString);
        assertEquals(0, imported(second).exit());
        Host.Said status = Host.runWith(List.of("status", "--state-dir", second.toString()));
        assertEquals(0, status.exit(), status::toString);
        assertTrue(status.out().contains("  update     " + second), "the files are where the state is: " + status);
        assertFalse(status.out().contains("host's key"), "the private key stays on its host: " + status);
        try (Stream<Path> files = Files.walk(second)) {
            assertEquals(
                    List.of(),
                    files.filter(each -> each.toString().endsWith(".key"))
                            .filter(each -> !each.endsWith("planner.key"))
                            .toList());
        }
        assertEquals(0, there("verify").exit());
    }

    @Test
    void aStateIsNeverOverwrittenAndNoneOfAnotherDatacenterIsTaken() throws Exception {
        Path plan = host.plan("night.plan");
        host.run(plan.toString(), "--identity", host.identity());
        assertEquals(0, export().exit());
        Host.Said taken = imported(directory.resolve("state"));
        assertEquals(6, taken.exit(), taken::toString);
        assertTrue(taken.err().contains("has something in it"), taken::toString);
        Host.Said other = imported(second, "--datacenter", "elsewhere");
        assertEquals(6, other.exit(), other::toString);
        assertTrue(other.err().contains("and this host serves elsewhere"), other::toString);
        assertFalse(Files.exists(second.resolve(host.datacenter().id())));
        Files.createDirectories(second.resolve(host.datacenter().id()));
        assertEquals(0, imported(second).exit(), "an empty directory is no state");
    }

    @Test
    void aRunThatWorksIsNotCopied() throws Exception {
        host.run(host.plan("night.plan").toString(), "--identity", host.identity());
        Path lock = directory.resolve("state").resolve(host.datacenter().id()).resolve("lock");
        try (var channel = java.nio.channels.FileChannel.open(lock, java.nio.file.StandardOpenOption.WRITE);
                var held = channel.lock()) {
            assertTrue(held.isValid());
            Host.Said refused = export();
            assertEquals(6, refused.exit(), refused::toString);
            assertTrue(refused.err().contains("another pim-migrator works on this datacenter"), refused::toString);
        }
        assertFalse(Files.exists(file));
    }

    @Test
    void hostileFilesAreRefusedAndLeaveNothing() throws Exception {
        host.run(host.plan("night.plan").toString(), "--identity", host.identity());
        assertEquals(0, export().exit());
        String good = Files.readString(file, StandardCharsets.ISO_8859_1);
        refused(text -> text.substring(0, text.length() / 2), "it is cut off");
        refused(text -> text.substring(0, text.lastIndexOf("{\"line\":\"end\"")), "it is cut off");
        refused(text -> text + "x", "something stands after its end");
        refused(text -> text.replaceFirst("\"resolved\":", "\"resolvee\":"), "it was changed after it was written");
        refused(text -> text.replaceFirst("\"path\":\"planner.key\"", "\"path\":\"../../x.key\""), "that no state has");
        refused(text -> text.replaceFirst("\"path\":\"planner.key\"", "\"path\":\"host.key\""), "that no state has");
        refused(
                text -> text.replaceFirst("\"path\":\"runs/[^/]*/", "\"path\":\"runs/20260101T000000Z/../"),
                "that no state has");
        refused(
                text -> text.replaceFirst("(\"path\":\"planner.key\",\"bytes\":)[0-9]+", "$19223372036854775807"),
                "is not valid");
        refused(text -> text.replaceFirst("(\"path\":\"planner.key\",\"bytes\":)[0-9]+", "$1-1"), "is not valid");
        refused(text -> text.replaceFirst("\"version\":2", "\"version\":1"), "has format version 1");
        refused(text -> renewed(text.replaceFirst("\"resolved\":", "\"resolvee\":")), "its signature is wrong");
        refused(
                text -> {
                    int at = text.lastIndexOf("\"signature\":\"") + 13;
                    return text.substring(0, at) + (text.charAt(at) == 'A' ? 'B' : 'A') + text.substring(at + 1);
                },
                "its signature is wrong");
        refused(text -> "{\"line\":\"state\"}\n" + text, "is not valid");
        refused(text -> "x".repeat(100_000), "a line is too long");
        int begins = good.indexOf("{\"line\":\"file\"");
        String first = good.substring(begins, good.indexOf("{\"line\":\"file\"", begins + 1));
        refused(
                text -> renewed(text.replaceFirst(
                        "\\{\"line\":\"file\"", Matcher.quoteReplacement(first) + "{\"line\":\"file\"")),
                "a file twice");
    }

    @Test
    void aFileOfAHostThatNobodyComparedIsRefusedWithTheLineThatBelievesIt() throws Exception {
        host.run(host.plan("night.plan").toString(), "--identity", host.identity());
        Host.Said exported = export();
        assertTrue(exported.out().contains("signed with this host's key, " + fingerprint + "\n"), exported::toString);
        Host.Said unknown = state("import", second);
        assertEquals(6, unknown.exit(), unknown::toString);
        assertTrue(
                unknown.err().contains("is signed with " + fingerprint + ", which this host does not know\n"),
                unknown::toString);
        assertTrue(unknown.err().contains("--host-key " + fingerprint + "\n"), unknown::toString);
        assertFalse(Files.exists(second), "nothing was taken over");
        String other = "00000000-11111111-22222222-33333333";
        Host.Said another = state("import", second, "--host-key", other);
        assertEquals(6, another.exit(), another::toString);
        assertTrue(another.err().contains("is signed with " + fingerprint + ", not with " + other), another::toString);
        assertFalse(another.err().contains(other + " --host-key"), "one key: " + another);

        String line = unknown.err()
                .substring(unknown.err().indexOf("run: pim-migrator ") + 18)
                .strip();
        Host.Said imported = Host.runWith(List.of(line.split(" ")));
        assertEquals(0, imported.exit(), imported::toString);
        assertTrue(
                imported.out().contains("signed by the host that wrote it, " + fingerprint + "\n"), imported::toString);
        Host.Said mistaken = state("export", directory.resolve("state"), "--host-key", fingerprint);
        assertEquals(2, mistaken.exit(), mistaken::toString);
    }

    /** With the digest that fits, as somebody would make it on purpose. */
    private static String renewed(String text) {
        int end = text.lastIndexOf("{\"line\":\"end\"");
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(text.substring(0, end).getBytes(StandardCharsets.ISO_8859_1));
            return text.substring(0, end)
                    + text.substring(end)
                            .replaceFirst("[0-9a-f]{64}", HexFormat.of().formatHex(digest));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void refused(UnaryOperator<String> forged, String why) throws IOException {
        Path good = file;
        String before = Files.readString(good, StandardCharsets.ISO_8859_1);
        String after = forged.apply(before);
        assertFalse(after.equals(before), "an edit that changes nothing: " + why);
        file = Files.writeString(directory.resolve("forged.state"), after, StandardCharsets.ISO_8859_1);
        Host.Said said = imported(second);
        file = good;
        assertEquals(3, said.exit(), said::toString);
        assertTrue(said.err().contains(why), why + ": " + said);
        try (Stream<Path> left = Files.exists(second) ? Files.list(second) : Stream.empty()) {
            assertEquals(List.of(), left.toList(), why);
        }
    }
}
