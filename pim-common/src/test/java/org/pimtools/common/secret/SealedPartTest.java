package org.pimtools.common.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.datacenter.DatacenterId;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;
import org.pimtools.common.provider.ProviderKind;
import org.pimtools.testkit.server.Tools;

class SealedPartTest {
    private static final UUID PLAN = UUID.fromString("33333333-3333-3333-3333-333333333333");
    private static final DatacenterId DATACENTER =
            DatacenterId.of("11111111-1111-1111-1111-111111111111").orElseThrow();
    private static final List<EndpointSecret> SECRETS = List.of(
            new EndpointSecret(
                    1,
                    ProviderKind.VCENTER_CLUSTER,
                    "10.0.0.1",
                    443,
                    new TreeMap<>(Map.of("user", "administrator")),
                    "ab".repeat(32),
                    new TreeMap<>(Map.of("password", Secret.of("pa\"ss\nwörd")))),
            new EndpointSecret(
                    2,
                    ProviderKind.AMAZON,
                    "ec2.example",
                    443,
                    new TreeMap<>(Map.of("region", "eu-west-1", "access-key", "AKIA")),
                    null,
                    new TreeMap<>(Map.of("secret-key", Secret.of("")))));

    private final Identity identity = Identity.generate();
    private final String sealed = SealedPart.seal(PLAN, DATACENTER, SECRETS, List.of(identity.recipient()));

    @Test
    void theIdentityFileOpensIt() {
        Identity read = Identity.read(
                new ByteArrayInputStream(identity.fileContent().reveal().getBytes(StandardCharsets.US_ASCII)),
                "identity.txt");
        assertEquals(SECRETS, SealedPart.open(PLAN, DATACENTER, sealed, read));
    }

    @Test
    void anotherIdentityDoesNot() {
        ToolException refusal =
                assertThrows(ToolException.class, () -> SealedPart.open(PLAN, DATACENTER, sealed, Identity.generate()));
        assertEquals(ExitCode.INVALID_INPUT, refusal.exitCode());
        assertEquals("the identity does not open the sealed part of datacenter " + DATACENTER, refusal.getMessage());
    }

    @Test
    void itFitsNoOtherPlanOrDatacenter() {
        assertThrows(ToolException.class, () -> SealedPart.open(new UUID(4, 4), DATACENTER, sealed, identity));
        assertThrows(
                ToolException.class,
                () -> SealedPart.open(PLAN, DatacenterId.of("Abiquo-DC1").orElseThrow(), sealed, identity));
    }

    @Test
    void everyChangedCharacterIsNoticed() {
        for (int at = 0; at < sealed.length(); at++) {
            char other = sealed.charAt(at) == 'A' ? 'B' : 'A';
            String changed = sealed.substring(0, at) + other + sealed.substring(at + 1);
            assertThrows(ToolException.class, () -> SealedPart.open(PLAN, DATACENTER, changed, identity));
        }
    }

    @Test
    void nothingShowsASecret() {
        String shown = SECRETS + " " + identity + " " + identity.fileContent();
        assertFalse(shown.contains("wörd") || shown.contains("AGE-SECRET-KEY"), shown);
        assertTrue(shown.contains("password=***"), shown);
    }

    @Test
    void ageOpensIt(@TempDir Path directory) throws Exception {
        Path age = Tools.require("age");
        Path key = directory.resolve("identity.txt");
        Files.writeString(key, identity.fileContent().reveal());
        Process process = new ProcessBuilder(age.toString(), "-d", "-i", key.toString())
                .redirectErrorStream(true)
                .start();
        try (var in = process.getOutputStream()) {
            in.write(sealed.getBytes(StandardCharsets.US_ASCII));
        }
        String opened = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), opened);
        assertTrue(opened.contains("\"user\":\"administrator\""), opened);
    }

    @Test
    void aFileWithoutIdentityIsRefused() {
        for (String content : List.of("", "# only a comment\n", "AGE-SECRET-KEY-1XYZ\n", "a\nb\n")) {
            ToolException refusal = assertThrows(
                    ToolException.class,
                    () -> Identity.read(
                            new ByteArrayInputStream(content.getBytes(StandardCharsets.US_ASCII)), "file.txt"));
            assertEquals("the identity file.txt is not an age identity", refusal.getMessage());
        }
    }
}
