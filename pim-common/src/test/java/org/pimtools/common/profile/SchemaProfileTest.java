package org.pimtools.common.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pimtools.common.error.ExitCode;
import org.pimtools.common.error.ToolException;

class SchemaProfileTest {
    @TempDir
    Path folder;

    private SchemaProfile load(String yaml) throws IOException {
        return SchemaProfile.load(Files.writeString(folder.resolve("profile.yaml"), yaml));
    }

    private ToolException refused(String yaml) {
        ToolException e = assertThrows(ToolException.class, () -> load(yaml));
        assertEquals(ExitCode.INVALID_INPUT, e.exitCode());
        return e;
    }

    @Test
    void comesWithAProfile() {
        SchemaProfile shipped = SchemaProfile.shipped();
        assertEquals("kinton-5.3", shipped.name());
        assertEquals("`virtualmachine`", shipped.quotedTable("virtualmachine"));
        assertEquals("`provider_id`", shipped.quotedColumn("virtualmachine", "provider_id"));
        assertThrows(IllegalArgumentException.class, () -> shipped.column("virtualmachine", "no_such"));
    }

    @Test
    void aFileNamesOnlyWhatDiffers() throws IOException {
        SchemaProfile profile = load("""
                        profile: mine
                        tables:
                          virtualmachine:
                            table: vm
                            columns:
                              provider_id: providerId
                        """);
        assertEquals("mine", profile.name());
        assertEquals("vm", profile.table("virtualmachine"));
        assertEquals("providerId", profile.column("virtualmachine", "provider_id"));
        assertEquals("idVM", profile.column("virtualmachine", "idVM"));
        assertEquals("hypervisor", profile.table("hypervisor"));
    }

    @Test
    void allFaultsAreNamedAtOnce() {
        ToolException e = refused("""
                profil: mine
                tables:
                  virtualmachines:
                    table: vm
                  virtualmachine:
                    optional: true
                    columns:
                      provider_id: name
                      uuid: x
                      UUID: "a`; DROP TABLE b"
                """);
        String message = e.getMessage();
        for (String fault : new String[] {
            "unknown key profil;",
            "profile is missing",
            "unknown key tables.virtualmachines",
            "unknown key tables.virtualmachine.optional",
            "unknown key tables.virtualmachine.columns.uuid",
            "tables.virtualmachine.columns.UUID is no plain name",
            "columns virtualmachine.name and virtualmachine.provider_id have the same name name"
        }) {
            assertTrue(message.contains(fault), fault + " in " + message);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "profile: a\nprofile: b\ntables: {}",
                "profile: [\n",
                "profile: a\ntables: {virtualmachine: {columns: []}}",
                "profile: a\ntables: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: 1}}}}}}}}}}}"
            })
    void refusesWhatIsNoProfile(String yaml) {
        assertTrue(refused(yaml).getMessage().contains(" is not valid: "));
    }

    @Test
    void refusesAFileWithoutEnd() {
        assertTrue(refused("a".repeat((1 << 16) + 1)).getMessage().contains("larger than 64 KiB"));
    }
}
