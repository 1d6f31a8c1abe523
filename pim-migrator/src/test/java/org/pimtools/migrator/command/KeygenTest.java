package org.pimtools.migrator.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.cli.Tool;
import org.pimtools.testkit.server.Tools;
import org.pimtools.testkit.world.RedisLayout;
import org.pimtools.testkit.world.Size;
import org.pimtools.testkit.world.World;

/** A host's own identity: made, known to the real age, and taken by a run. */
@Tag("slow")
class KeygenTest {
    private static final String DATACENTER = "c2c10f13-9f55-4372-9c9c-6c114408719b";

    @TempDir
    private Path directory;

    @Test
    void theIdentityIsPrivateAndAgeKnowsIt() throws Exception {
        Path age = Tools.require("age");
        Path ageKeygen = Tools.require("age-keygen");
        JsonNode made = keygen(0, "--state-dir", directory.resolve("state").toString(), "--datacenter", DATACENTER);
        Path identity = directory.resolve("state/host.identity");
        String recipient = made.at("/result/recipient").asText();
        assertEquals(identity.toString(), made.at("/result/identity").asText());
        assertEquals(DATACENTER + " " + recipient, made.at("/result/line").asText());
        assertTrue(made.at("/result/made").asBoolean());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(identity)));
        assertFalse(made.toString().contains("SECRET"), made::toString);

        byte[] shown = run(new byte[0], ageKeygen, "-y", identity.toString());
        assertEquals(recipient, new String(shown, StandardCharsets.US_ASCII).strip());
        byte[] message = {0, 1, 2, '\n', (byte) 200};
        byte[] sealed = run(message, age, "-r", recipient);
        assertArrayEquals(message, run(sealed, age, "-d", "-i", identity.toString()));
    }

    @Test
    void aSecondCallShowsTheSameRecipientAndMakesNothing() throws Exception {
        String state = directory.resolve("state").toString();
        JsonNode first = keygen(0, "--state-dir", state);
        byte[] before = Files.readAllBytes(directory.resolve("state/host.identity"));
        JsonNode second = keygen(0, "--state-dir", state);
        assertFalse(second.at("/result/made").asBoolean());
        assertEquals(first.at("/result/recipient"), second.at("/result/recipient"));
        assertArrayEquals(before, Files.readAllBytes(directory.resolve("state/host.identity")));
    }

    @Test
    void whatLiesThereIsNeverOverwritten() throws Exception {
        Path notes = directory.resolve("notes.txt");
        Files.writeString(notes, "not a key\n");
        JsonNode refused = keygen(3, "-o", notes.toString());
        assertEquals(
                notes + " is there already and is not an age identity",
                refused.at("/error/message").asText());
        assertEquals("not a key\n", Files.readString(notes));
    }

    @Test
    void aRunTakesTheIdentityOfTheHostOrOfStandardInput() throws Exception {
        try (Host host = Host.start(World.of(7, new Size(1, 40)), RedisLayout.ADDRESS, directory)) {
            Path plan = host.plan("night.plan");
            Host.Said without = host.run(plan.toString());
            assertEquals(2, without.exit(), without::toString);
            Path identity = Path.of(host.identity());
            InputStream standardInput = new ByteArrayInputStream(Files.readAllBytes(identity));
            Host.Said piped = said(
                    standardInput,
                    host.arguments(plan.toString(), "--identity", "-").toArray(String[]::new));
            assertEquals(0, piped.exit() % 5, piped::toString);
            assertTrue(piped.out().contains(" VMs in "), piped::toString);
            Files.copy(identity, directory.resolve("state/host.identity"));
            Host.Said own = host.run(plan.toString());
            assertEquals(piped.exit(), own.exit(), own::toString);
            assertFalse(own.err().contains("others than its owner"), own::toString);
            Files.setPosixFilePermissions(identity, PosixFilePermissions.fromString("rw-r--r--"));
            Host.Said open = host.run(plan.toString(), "--identity", identity.toString());
            String warning = "others than its owner may read the identity " + identity + ": run chmod 600 on it";
            assertTrue(open.err().contains(warning), open::toString);
            Host.Said kept = said(InputStream.nullInputStream(), "keygen", "-o", identity.toString());
            assertTrue(kept.err().contains(warning), kept::toString);
            assertTrue(own.out().contains(" VMs in "), own::toString);
        }
    }

    private static JsonNode keygen(int exit, String... arguments) throws Exception {
        String[] all = Stream.concat(Stream.of("keygen", "--format", "json"), Arrays.stream(arguments))
                .toArray(String[]::new);
        Host.Said said = said(InputStream.nullInputStream(), all);
        assertEquals(exit, said.exit(), said::toString);
        return new ObjectMapper().readTree(said.out());
    }

    private static Host.Said said(InputStream in, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = Tool.run(
                "pim-migrator",
                new PimMigrator(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                in,
                PimMigrator.withCommand(arguments));
        return new Host.Said(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static byte[] run(byte[] input, Path program, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var in = process.getOutputStream()) {
            in.write(input);
        }
        byte[] output = process.getInputStream().readAllBytes();
        assertEquals(0, process.waitFor(), command::toString);
        return output;
    }
}
