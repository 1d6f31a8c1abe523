package org.pimtools.testkit.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class PowerShellParserTest {
    @Test
    void itTellsDataFromWhatIsRun() {
        PowerShellParser parser = PowerShellParser.require();
        PowerShellParser.Script script = parser.parse(
                "$a = @{ Old = ('it''s ' + [char]0x2019); New = (Stop-Computer) }\n& foo \"$(Get-Date)\"\n");
        assertEquals(List.of(), script.errors());
        assertEquals(List.of("it's \u2019", "<Stop-Computer>"), script.tableValues());
        assertEquals(
                List.of("command Stop-Computer", "command &", "sub_expression $(", "command Get-Date"),
                script.commands());
        assertFalse(parser.parse("$a = 'never closed\n").errors().isEmpty());
    }
}
