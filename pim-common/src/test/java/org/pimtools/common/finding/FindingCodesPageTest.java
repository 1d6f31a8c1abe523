package org.pimtools.common.finding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page for operators says exactly what the tools say; the failure shows the text that belongs there. */
class FindingCodesPageTest {
    @Test
    void thePageListsEveryCode() throws IOException {
        StringBuilder page = new StringBuilder("""
                # Finding codes

                A finding concerns one entity: a VM, an endpoint, a machine, a datacenter, Redis. Its code lasts across versions. Errors block
                `--no-dry-run` until they are resolved or decided; warnings and informations do not. Codes below 100 are found by
                `pim-planner plan` in the database, codes from 100 on by `pim-migrator` at a provider, from 120 on in Redis.

                | Code | Severity | What was found | Why it matters | What to do |
                |---|---|---|---|---|
                """);
        for (FindingCode code : FindingCode.values()) {
            page.append("| %s | %s | %s | %s | %s |\n"
                    .formatted(code.code(), code.severity().label(), code.title(), code.why(), code.resolve()));
        }
        assertEquals(page.toString(), Files.readString(Path.of("..", "docs", "finding-codes.md")));
    }
}
