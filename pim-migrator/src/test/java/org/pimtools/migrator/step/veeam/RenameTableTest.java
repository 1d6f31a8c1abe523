package org.pimtools.migrator.step.veeam;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class RenameTableTest {
    @Test
    void quotesAreDoubledAndNoNameIsAFormula() {
        assertEquals(
                "old name,new name\r\n\"a \"\"b\"\", c\",\"x#vm-1\"\r\n\"'=cmd()\",\"'-1\"\r\n",
                RenameTable.text(List.of(
                        new RenameScript.Rename("a \"b\", c", "x#vm-1"), new RenameScript.Rename("=cmd()", "-1"))));
    }
}
