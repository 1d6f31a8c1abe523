package org.pimtools.migrator.step.veeam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pimtools.migrator.step.veeam.RenameScript.Rename;
import org.pimtools.testkit.server.PowerShellParser;

class RenameScriptTest {
    private static final List<String> HOSTILE = List.of(
            "plain",
            "it's",
            "''",
            "'; Remove-Item C:\\ -Recurse; '",
            "$(Stop-Computer)",
            "`$x `n \"$env:USERNAME\"",
            "\u2018 \u2019 \u201A \u201B; Stop-Computer; \u2019",
            "\u201C \u201D \u201E",
            "\u2013 \u2014 \u2015",
            "a\r\nStop-Computer\r\n",
            "a\u0085b\u2028c\u2029d\u0000e\u001bf\u007fg",
            "#> <# #",
            "@'\n'@",
            ") + (Stop-Computer) + (",
            "[char]0x41",
            "é😀\uD800",
            "*[a-z]?",
            "");

    @Test
    void aNameIsWrittenOnOneLineOfPlainCharacters() {
        assertEquals("('it''s ' + [char]0x2026 + [char]0x000A + ' ok')", PowerShellText.literal("it's \u2026\n ok"));
        assertEquals("('')", PowerShellText.literal(""));
        assertEquals("('' + [char]0x2019)", PowerShellText.literal("\u2019"));
        for (String name : HOSTILE) {
            assertTrue(PowerShellText.literal(name).chars().allMatch(unit -> unit >= ' ' && unit < 0x7F), name);
        }
    }

    @Test
    void theScriptIsPowerShellAndHostileNamesAreData() {
        List<Rename> plain = new ArrayList<>();
        List<Rename> hostile = new ArrayList<>();
        for (String name : HOSTILE) {
            plain.add(new Rename("old", "new"));
            hostile.add(new Rename(name, name + " i-1"));
        }
        PowerShellParser parser = PowerShellParser.require();
        PowerShellParser.Script ofPlain = parser.parse(RenameScript.text(plain));
        PowerShellParser.Script ofHostile = parser.parse(RenameScript.text(hostile));
        assertEquals(List.of(), ofPlain.errors());
        assertEquals(List.of(), ofHostile.errors());
        assertEquals(ofPlain.commands(), ofHostile.commands());
        List<String> wanted = new ArrayList<>();
        hostile.forEach(rename -> wanted.addAll(List.of(rename.oldName(), rename.newName())));
        assertEquals(wanted, ofHostile.tableValues().subList(0, wanted.size()));
    }

    @Test
    void randomNamesAreData() {
        Random random = new Random(20260101);
        List<Rename> renames = new ArrayList<>();
        List<String> wanted = new ArrayList<>();
        String alphabet = "'\"`$(){}@#;,\n\r\t \u2018\u2019\u201A\u201B\u201C\u201D\u201E\u2013\\+[]|&<>\u0000é😀ab1";
        for (int i = 0; i < 200; i++) {
            StringBuilder name = new StringBuilder();
            random.ints(1 + random.nextInt(12), 0, alphabet.length()).forEach(at -> name.append(alphabet.charAt(at)));
            renames.add(new Rename(name.toString(), "new " + i));
            wanted.addAll(List.of(name.toString(), "new " + i));
        }
        PowerShellParser.Script script = PowerShellParser.require().parse(RenameScript.text(renames));
        assertEquals(List.of(), script.errors());
        assertEquals(wanted, script.tableValues().subList(0, wanted.size()));
    }

    @Test
    void theParserSeesWhatIsNoPowerShell() {
        PowerShellParser parser = PowerShellParser.require();
        String script = RenameScript.text(List.of(new Rename("old", "new")));
        assertTrue(!parser.parse(script.replace("'old'", "'old")).errors().isEmpty());
        assertTrue(!parser.parse(script.replace("('old')", "(Stop-Computer)"))
                .commands()
                .equals(parser.parse(script).commands()));
    }

    @Test
    void aScriptWithoutAnyRenameIsNotWritten() {
        assertThrows(IllegalArgumentException.class, () -> RenameScript.text(List.of()));
    }
}
