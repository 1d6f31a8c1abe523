package org.pimtools.migrator.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.testkit.mutation.GuidedMutations;

/** Whatever a journal holds, it is read or refused. */
@Tag("slow")
class GuidedJournalMutationTest {
    @TempDir
    private Path directory;

    @Test
    void journal() throws IOException {
        Path file = directory.resolve("journal.jsonl");
        try (Journal journal = Journal.open(file)) {
            journal.appendDurably(JournalMutationTest.ENTRIES);
        }
        byte[] lines = JournalFuzz.toBeVouchedFor(JournalMutationTest.ENTRIES.stream()
                .map(entry -> Json.write(Json.writerOf(Entry.class), entry))
                .toList());
        GuidedMutations.run("journal", JournalFuzz.class, 2_000, List.of(Files.readAllBytes(file), lines), directory);
    }
}
