package org.pimtools.migrator.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pimtools.common.finding.Finding;
import org.pimtools.common.finding.FindingCode;
import org.pimtools.common.result.ResultLine.Subscription;
import org.pimtools.migrator.execute.ChangeState;
import org.pimtools.migrator.execute.ChangeStates;
import org.pimtools.migrator.journal.WorkFile;
import org.pimtools.migrator.journal.WorkLine;
import org.pimtools.migrator.step.Change;

class SubscriptionsTest {
    private static final UUID ANY = UUID.fromString("11111111-1111-1111-1111-111111111111");

    @TempDir
    Path directory;

    @Test
    void whatWasNotRekeyedIsAFindingAndStaysOutOfTheSql() {
        WorkFile work = WorkFile.freeze(
                directory.resolve("work.jsonl"),
                new WorkLine.Header(ANY, Instant.EPOCH, ANY, "Paris", "run-1"),
                List.of(rekey(1), rekey(2), rekey(3), rekey(4)));
        ChangeStates standings = new ChangeStates(4);
        standings.set(1, ChangeState.DONE);
        standings.set(2, ChangeState.failed("redis said NOPERM"));
        standings.set(3, new ChangeState(Subscription.ABSENT, FindingCode.NOT_SUBSCRIBED, "nothing has its name"));
        standings.set(4, new ChangeState(Subscription.REFUSED, FindingCode.NAME_TAKEN, "taken by 9"));

        Subscriptions subscriptions = Subscriptions.of(work, standings);

        assertEquals(
                List.of(
                        new Finding(FindingCode.NOT_REKEYED, "vm:102", "redis said NOPERM"),
                        new Finding(FindingCode.NOT_SUBSCRIBED, "vm:103", "nothing has its name"),
                        new Finding(FindingCode.NAME_TAKEN, "vm:104", "taken by 9")),
                subscriptions.findings());
        assertEquals(Set.of(102L, 104L), subscriptions.leftOut());
        assertTrue(subscriptions.isInSql(101) && subscriptions.isInSql(103));
        assertFalse(subscriptions.isInSql(102) || subscriptions.isInSql(104) || subscriptions.isInSql(999));
    }

    private static Change rekey(int no) {
        return new Change.Rekey(no, 100 + no, 7, List.of("old-" + no), "a#vm-" + no);
    }
}
